from django.urls import path

from .views import board, exchange, paper, projector, rows, tables, tree, versions

ROW = "rows/<str:kind>/<int:pk>/"  # kind: goal, competency or indicator

urlpatterns = [
    # Reading
    path("", tables.table_list, name="table_list"),
    path("<int:pk>/", tables.table, name="table"),
    path("<int:pk>/history/", tables.history, name="table_history"),
    # Brainstorming
    path("<int:pk>/board/", board.board, name="board"),
    path("<int:pk>/board/live/", board.board_live, name="board_live"),
    path("competencies/<int:pk>/", board.competency_board, name="competency_board"),
    path("competencies/<int:pk>/live/", board.competency_board_live, name="competency_board_live"),
    path(ROW + "agree/", board.agree, name="row_agree"),
    path(ROW + "comment/", board.comment, name="row_comment"),
    # Sorting
    path("<int:pk>/sorting/", rows.sorting, name="sorting"),
    path("<int:pk>/leads/", rows.leads, name="table_leads"),
    path(ROW, rows.row, name="row"),
    path(ROW + "place/", rows.place, name="row_place"),
    path(ROW + "take-in/", rows.take_in, name="row_take_in"),
    path(ROW + "join/", rows.join, name="row_join"),
    path(ROW + "reword/", rows.reword, name="row_reword"),
    path(ROW + "set-aside/", rows.set_aside, name="row_set_aside"),
    path(ROW + "bring-back/", rows.bring_back, name="row_bring_back"),
    path(ROW + "undo/", rows.undo, name="row_undo"),
    # In the room: projector and paper
    path("<int:pk>/projector/", projector.projector, name="projector"),
    path("<int:pk>/projector/live/", projector.projector_live, name="projector_live"),
    path("<int:pk>/cards/", paper.cards, name="table_cards"),
    path("<int:pk>/print/<str:size>/", paper.table_print, name="table_print"),
    path("<int:pk>/typing/", paper.typing, name="table_typing"),
    # The tree
    path("<int:pk>/tree/", tree.tree, name="tree"),
    path("<int:pk>/tree/about/", tree.about, name="tree_about"),
    path("<int:pk>/tree/levels/", tree.level_names, name="tree_levels"),
    path("<int:pk>/tree/add/<str:kind>/", tree.add, name="tree_add"),
    path("<int:pk>/tree/order/", tree.order, name="tree_order"),
    path(ROW + "edit/", tree.edit, name="row_edit"),
    path(ROW + "move/", tree.move, name="row_move"),
    path(ROW + "split/", tree.split, name="row_split"),
    # Versions
    path("<int:pk>/check/", versions.check, name="table_check"),
    path("<int:pk>/use/", versions.use, name="table_use"),
    path("<int:pk>/put-away/", versions.put_away, name="table_put_away"),
    path("<int:pk>/to-draft/", versions.to_draft, name="table_to_draft"),
    path("circles/<int:circle_pk>/begin/", versions.begin, name="table_begin"),
    path("<int:pk>/new-draft/", versions.new_draft, name="table_new_draft"),
    path("<int:pk>/compare/<int:other_pk>/", versions.compare, name="table_compare"),
    # Exchange
    path("<int:pk>/export/<str:format>/", exchange.export, name="table_export"),
    path("circles/<int:circle_pk>/import/", exchange.upload, name="table_import"),
    path("imports/<int:pk>/", exchange.preview, name="import_preview"),
    path("template.xlsx", exchange.template, name="import_template"),
]
