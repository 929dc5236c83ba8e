"""Who may read and write what: the tables that test_access.py holds every address of the site to.

All that is looked at belongs to `self`, a facilitator, or to the kit circle of their tambon.

    mate  of the same tambon          far    facilitator of another network       none   not signed in
    rec   of it too, usually records  coord  coordinates the network              root   keeps the site
    left  once of it                  other  coordinates the other network        staff  account of the office
    near  of another tambon                                                              without any right

An outcome is a status, or "in" (sign in first) or "go" (on to another page); + says that something was written.
"""

PAGES = """
                                              self  mate  rec   near  left  far   coord other none  root  staff
home                                     get  200   200   200   200   200   200   200   200   in    200   200
                                         post 200   200   200   200   200   200   200   200   in    200   200
healthz                                  get  200   200   200   200   200   200   200   200   200   200   200
                                         post 200   200   200   200   200   200   200   200   200   200   200
facilitators:sign_in                     get  go    go    go    go    go    go    go    go    200   go    go
                                         post go    go    go    go    go    go    go    go    200   go    go
facilitators:sign_in_as                  get  405   405   405   405   405   405   405   405   405   405   405
                                         post 404   404   404   404   404   404   404   404   404   404   404
facilitators:sign_out                    get  405   405   405   405   405   405   405   405   in    405   405
                                         post go    go    go    go    go    go    go    go    in    go    go
facilitators:enter                       get  200   200   200   200   200   200   200   200   200   200   200
                                         post go+   go+   go+   go+   go+   go+   go+   go+   go+   go+   go+
facilitators:me                          get  200   200   200   200   200   200   200   200   in    200   200
                                         post 200   200   200   200   200   200   200   200   in    200   200
facilitators:set_named                   get  405   405   405   405   405   405   405   405   in    405   405
                                         post go+   go+   go+   go+   404   go+   404   404   in    404   404
facilitators:password                    get  200   200   200   200   200   200   200   200   in    200   200
                                         post go+   go+   go+   go+   go+   go+   go+   go+   in    go+   go+
facilitators:photo                       get  200   200   200   200   404   404   200   404   in    200   404
                                         post 200   200   200   200   404   404   200   404   in    200   404
assessments:current                      get  go    go    go    go    200   200   200   200   in    200   200
                                         post go    go    go    go    200   200   200   200   in    200   200
assessments:start                        get  go    403   go    403   404   404   go    404   in    go    404
                                         post go    403   go    403   404   404   go    404   in    go    404
assessments:step                         get  200   403   200   403   404   404   200   404   in    200   404
                                         post go+   403   go+   403   404   404   go+   404   403   go+   404
assessments:check                        get  200   403   200   403   404   404   200   404   in    200   404
                                         post 200   403   200   403   404   404   200   404   in    200   404
assessments:send                         get  405   405   405   405   405   405   405   405   in    405   405
                                         post go+   403   go+   403   404   404   go+   404   in    go+   404
assessments:recording                    get  403   403   200   403   404   404   200   404   in    200   404
                                         post 403   403   200   403   404   404   200   404   in    200   404
assessments:paper                        get  200   200   200   200   404   404   200   404   in    200   404
                                         post 200   200   200   200   404   404   200   404   in    200   404
assessments:result                       get  200   go    200   200   404   200   404   404   in    404   404
                                         post 200   go    200   200   404   200   404   404   in    404   404
assessments:round_result                 get  200   200   200   200   404   404   404   404   in    404   404
                                         post 200   200   200   200   404   404   404   404   in    404   404
assessments:circle                       get  200   200   200   200   404   404   200   404   in    200   404
                                         post 405   405   405   405   405   405   405   405   in    405   405
assessments:table_export                 get  200   200   200   200   404   404   200   404   in    200   404
                                         post 405   405   405   405   405   405   405   405   in    405   405
assessments:table_import                 get  403   403   403   403   404   404   200   404   in    200   404
                                         post 403   403   403   403   404   404   go+   404   in    go+   404
assessments:table_begin                  get  403   403   403   403   404   404   200   404   in    200   404
                                         post 403   403   403   403   404   404   go+   404   403   go+   404
assessments:import_preview               get  404   404   404   404   404   404   200   404   in    404   404
                                         post 404   404   404   404   404   404   go+   404   403   404   404
assessments:import_template              get  200   200   200   200   200   200   200   200   in    200   200
                                         post 405   405   405   405   405   405   405   405   in    405   405
assessments:board                        get  200   200   200   200   404   404   200   404   in    200   404
                                         post go+   go+   go+   403   404   404   go+   404   403   go+   404
assessments:board_live                   get  200   200   200   200   404   404   200   404   in    200   404
                                         post 405   405   405   405   405   405   405   405   in    405   405
assessments:competency_board             get  200   200   200   200   404   404   200   404   in    200   404
                                         post go+   go+   go+   403   404   404   go+   404   403   go+   404
assessments:competency_board_live        get  200   200   200   200   404   404   200   404   in    200   404
                                         post 405   405   405   405   405   405   405   405   in    405   405
assessments:row_agree                    get  405   405   405   405   405   405   405   405   in    405   405
                                         post go+   go+   go+   403   404   404   403   404   403   403   404
assessments:row_comment                  get  405   405   405   405   405   405   405   405   in    405   405
                                         post go+   go+   go+   403   404   404   go+   404   403   go+   404
assessments:sorting                      get  200   403   403   403   404   404   200   404   in    200   404
                                         post 405   405   405   405   405   405   405   405   in    405   405
assessments:table_leads                  get  403   403   403   403   404   404   200   404   in    200   404
                                         post 403   403   403   403   404   404   go    404   in    go    404
assessments:row                          get  200   200   200   200   404   404   200   404   in    200   404
                                         post 405   405   405   405   405   405   405   405   in    405   405
assessments:row_place                    get  405   405   405   405   405   405   405   405   in    405   405
                                         post go+   403   403   403   404   404   go+   404   in    go+   404
assessments:row_take_in                  get  405   405   405   405   405   405   405   405   in    405   405
                                         post go    403   403   403   404   404   go    404   in    go    404
assessments:row_join                     get  200   403   403   403   404   404   200   404   in    200   404
                                         post go+   403   403   403   404   404   go+   404   in    go+   404
assessments:row_reword                   get  200   403   403   403   404   404   200   404   in    200   404
                                         post go    403   403   403   404   404   go    404   403   go    404
assessments:row_set_aside                get  200   403   403   403   404   404   200   404   in    200   404
                                         post go+   403   403   403   404   404   go+   404   403   go+   404
assessments:row_bring_back               get  405   405   405   405   405   405   405   405   in    405   405
                                         post go    403   403   403   404   404   go    404   in    go    404
assessments:row_undo                     get  405   405   405   405   405   405   405   405   in    405   405
                                         post go    403   403   403   404   404   go    404   in    go    404
assessments:table_list                   get  200   200   200   200   200   200   200   200   in    200   200
                                         post 405   405   405   405   405   405   405   405   in    405   405
assessments:table                        get  200   200   200   200   404   404   200   404   in    200   404
                                         post 405   405   405   405   405   405   405   405   in    405   405
assessments:table_history                get  200   200   200   200   404   404   200   404   in    200   404
                                         post 405   405   405   405   405   405   405   405   in    405   405
assessments:table_check                  get  200   200   200   200   404   404   200   404   in    200   404
                                         post 405   405   405   405   405   405   405   405   in    405   405
assessments:table_use                    get  405   405   405   405   405   405   405   405   in    405   405
                                         post 403   403   403   403   404   404   go+   404   in    go+   404
assessments:table_put_away               get  405   405   405   405   405   405   405   405   in    405   405
                                         post 403   403   403   403   404   404   go+   404   in    go+   404
assessments:table_to_draft               get  405   405   405   405   405   405   405   405   in    405   405
                                         post 403   403   403   403   404   404   go+   404   in    go+   404
assessments:table_new_draft              get  403   403   403   403   404   404   200   404   in    200   404
                                         post 403   403   403   403   404   404   go+   404   in    go+   404
assessments:table_compare                get  200   200   200   200   404   404   200   404   in    200   404
                                         post 405   405   405   405   405   405   405   405   in    405   405
assessments:tree                         get  200   403   403   403   404   404   200   404   in    200   404
                                         post 405   405   405   405   405   405   405   405   in    405   405
assessments:tree_about                   get  200   403   403   403   404   404   200   404   in    200   404
                                         post go+   403   403   403   404   404   go+   404   403   go+   404
assessments:tree_levels                  get  200   403   403   403   404   404   200   404   in    200   404
                                         post go    403   403   403   404   404   go    404   403   go    404
assessments:tree_add                     get  200   403   403   403   404   404   200   404   in    200   404
                                         post go+   403   403   403   404   404   go+   404   403   go+   404
assessments:tree_order                   get  405   405   405   405   405   405   405   405   in    405   405
                                         post 204+  403   403   403   404   404   204+  404   403   204+  404
assessments:row_edit                     get  200   403   403   403   404   404   200   404   in    200   404
                                         post go+   403   403   403   404   404   go+   404   403   go+   404
assessments:row_move                     get  405   405   405   405   405   405   405   405   in    405   405
                                         post go+   403   403   403   404   404   go+   404   in    go+   404
assessments:row_split                    get  200   403   403   403   404   404   200   404   in    200   404
                                         post go+   403   403   403   404   404   go+   404   403   go+   404
assessments:projector                    get  200   200   200   200   404   404   200   404   in    200   404
                                         post 405   405   405   405   405   405   405   405   in    405   405
assessments:projector_live               get  200   200   200   200   404   404   200   404   in    200   404
                                         post 405   405   405   405   405   405   405   405   in    405   405
assessments:table_cards                  get  200   200   200   200   404   404   200   404   in    200   404
                                         post 405   405   405   405   405   405   405   405   in    405   405
assessments:table_print                  get  200   200   200   200   404   404   200   404   in    200   404
                                         post 405   405   405   405   405   405   405   405   in    405   405
assessments:table_typing                 get  200   403   200   403   404   404   200   404   in    200   404
                                         post go+   403   go+   403   404   404   go+   404   403   go+   404
assessments:assist_list                  get  200   200   200   200   404   200   404   404   in    404   404
                                         post 405   405   405   405   405   405   405   405   in    405   405
assessments:assist_ask                   get  200   200   200   200   404   200   404   404   in    404   404
                                         post go+   go+   go+   200   404   200   404   404   403   404   404
assessments:assist                       get  200   404   404   200   404   404   404   404   in    404   404
                                         post 405   405   405   405   405   405   405   405   in    405   405
assessments:assist_accept                get  405   405   405   405   405   405   405   405   in    405   405
                                         post 200   404   404   go+   404   404   404   404   403   404   404
assessments:assist_other_day             get  405   405   405   405   405   405   405   405   in    405   405
                                         post 200   404   404   go+   404   404   404   404   403   404   404
assessments:assist_decline               get  405   405   405   405   405   405   405   405   in    405   405
                                         post 200   404   404   go+   404   404   404   404   403   404   404
assessments:assist_call_off              get  405   405   405   405   405   405   405   405   in    405   405
                                         post go+   404   404   200   404   404   404   404   403   404   404
assessments:assist_finish                get  405   405   405   405   405   405   405   405   in    405   405
                                         post 200   404   404   200   404   404   404   404   403   404   404
assessments:assist_learnt                get  405   405   405   405   405   405   405   405   in    405   405
                                         post 200   404   404   200   404   404   404   404   403   404   404
assessments:plan_list                    get  200   200   200   200   404   200   404   404   in    404   404
                                         post 405   405   405   405   405   405   405   405   in    405   405
assessments:plan_create                  get  200   200   200   200   404   200   404   404   in    404   404
                                         post go+   go+   go+   go+   404   200   404   404   403   404   404
assessments:plan                         get  200   404   404   404   404   404   404   404   in    404   404
                                         post 405   405   405   405   405   405   405   405   in    405   405
assessments:plan_edit                    get  405   405   405   405   405   405   405   405   in    405   405
                                         post go+   404   404   404   404   404   404   404   403   404   404
assessments:plan_done                    get  405   405   405   405   405   405   405   405   in    405   405
                                         post go+   404   404   404   404   404   404   404   403   404   404
assessments:plan_remove                  get  405   405   405   405   405   405   405   405   in    405   405
                                         post go+   404   404   404   404   404   404   404   in    404   404
meetings:suggestions                     get  200   200   200   403   404   404   200   404   in    200   404
                                         post 405   405   405   405   405   405   405   405   in    405   405
meetings:suggestion_accept               get  405   405   405   405   405   405   405   405   in    405   405
                                         post go+   go+   go+   403   404   404   go+   404   403   go+   404
meetings:suggestion_take_out             get  405   405   405   405   405   405   405   405   in    405   405
                                         post go+   go+   go+   403   404   404   go+   404   403   go+   404
meetings:suggestion_dismiss              get  405   405   405   405   405   405   405   405   in    405   405
                                         post go+   go+   go+   403   404   404   go+   404   403   go+   404
meetings:suggestion_bring_back           get  405   405   405   405   405   405   405   405   in    405   405
                                         post go+   go+   go+   403   404   404   go+   404   403   go+   404
meetings:role_skills                     get  200   200   200   403   404   404   200   404   in    200   404
                                         post go+   go+   go+   403   404   404   go+   404   in    go+   404
meetings:from_round                      get  200   200   200   200   404   404   200   404   in    200   404
                                         post 405   405   405   405   405   405   405   405   in    405   405
meetings:forum_list                      get  200   200   200   200   200   200   200   200   in    200   200
                                         post 405   405   405   405   405   405   405   405   in    405   405
meetings:forum_create                    get  200   200   200   200   403   403   200   403   in    200   403
                                         post go+   go+   go+   200   403   403   go+   403   403   go+   403
meetings:forum_detail                    get  200   200   200   200   404   404   200   404   in    200   404
                                         post 405   405   405   405   405   405   405   405   in    405   405
meetings:forum_edit                      get  200   200   200   403   404   404   200   404   in    200   404
                                         post go+   go+   go+   403   404   404   go+   404   403   go+   404
meetings:forum_roles                     get  405   405   405   405   405   405   405   405   in    405   405
                                         post go+   go+   go+   403   404   404   go+   404   in    go+   404
meetings:forum_print                     get  200   200   200   200   404   404   200   404   in    200   404
                                         post 405   405   405   405   405   405   405   405   in    405   405
meetings:kit                             get  200   200   200   200   404   404   200   404   in    200   404
                                         post 405   405   405   405   405   405   405   405   in    405   405
meetings:kit_print                       get  200   200   200   200   404   404   200   404   in    200   404
                                         post 405   405   405   405   405   405   405   405   403   405   405
meetings:forum_share                     get  200   200   200   200   404   404   200   404   in    200   404
                                         post 405   405   405   405   405   405   405   405   in    405   405
meetings:forum_ics                       get  200   200   200   200   404   404   200   404   in    200   404
                                         post 405   405   405   405   405   405   405   405   in    405   405
meetings:call_off                        get  200   200   200   403   404   404   200   404   in    200   404
                                         post go+   go+   go+   403   404   404   go+   404   403   go+   404
meetings:hold_after_all                  get  405   405   405   405   405   405   405   405   in    405   405
                                         post go    go    go    403   404   404   go    404   in    go    404
meetings:forum_leads                     get  405   405   405   405   405   405   405   405   in    405   405
                                         post 403   403   403   403   404   404   go+   404   in    go+   404
meetings:forum_fill_leads                get  405   405   405   405   405   405   405   405   in    405   405
                                         post go    go    go    403   404   404   go    404   in    go    404
meetings:row_create                      get  200   200   200   403   404   404   200   404   in    200   404
                                         post go+   go+   go+   403   404   404   go+   404   403   go+   404
meetings:row_edit                        get  200   200   200   403   404   404   200   404   in    200   404
                                         post go+   go+   go+   403   404   404   go+   404   403   go+   404
meetings:row_move                        get  405   405   405   405   405   405   405   405   in    405   405
                                         post go+   go+   go+   403   404   404   go+   404   in    go+   404
meetings:row_step                        get  405   405   405   405   405   405   405   405   in    405   405
                                         post go+   go+   go+   403   404   404   go+   404   in    go+   404
meetings:row_order                       get  405   405   405   405   405   405   405   405   in    405   405
                                         post 204+  204+  204+  403   404   404   204+  404   in    204+  404
meetings:rows_insert                     get  200   200   200   403   404   404   200   404   in    200   404
                                         post 200   200   200   403   404   404   200   404   in    200   404
meetings:template_list                   get  200   200   200   200   200   200   200   200   in    200   200
                                         post 405   405   405   405   405   405   405   405   in    405   405
meetings:template                        get  200   200   200   200   404   404   200   404   in    200   404
                                         post 405   405   405   405   405   405   405   405   in    405   405
meetings:template_edit                   get  200   200   200   403   404   404   200   404   in    200   404
                                         post go+   go+   go+   403   404   404   go+   404   403   go+   404
meetings:template_archive                get  405   405   405   405   405   405   405   405   in    405   405
                                         post go+   go+   go+   403   404   404   go+   404   in    go+   404
meetings:template_bring_back             get  405   405   405   405   405   405   405   405   in    405   405
                                         post go+   go+   go+   403   404   404   go+   404   in    go+   404
meetings:template_keep                   get  200   200   200   403   404   404   200   404   in    200   404
                                         post go+   go+   go+   403   404   404   go+   404   403   go+   404
meetings:copy_choose                     get  200   200   200   200   200   200   200   200   in    200   200
                                         post 405   405   405   405   405   405   405   405   in    405   405
meetings:row_remove                      get  200   200   200   403   404   404   200   404   in    200   404
                                         post go+   go+   go+   403   404   404   go+   404   in    go+   404
meetings:record                          get  200   200   200   200   404   404   200   404   in    200   404
                                         post 405   405   405   405   405   405   405   405   in    405   405
meetings:record_open                     get  405   405   405   405   405   405   405   405   in    405   405
                                         post go+   go+   go+   403   404   404   go+   404   in    go+   404
meetings:aar                             get  200   200   200   200   404   404   200   404   in    200   404
                                         post 405   405   405   405   405   405   405   405   in    405   405
meetings:aar_mine                        get  200   200   200   403   404   404   403   404   in    403   404
                                         post go+   go+   go+   403   404   404   403   404   403   403   404
meetings:aar_for                         get  200   200   200   403   404   404   200   404   in    200   404
                                         post 200   200   200   403   404   404   200   404   in    200   404
meetings:aar_summary                     get  200   200   200   403   404   404   200   404   in    200   404
                                         post go+   go+   go+   403   404   404   go+   404   403   go+   404
meetings:circle_questions                get  200   200   200   403   404   404   200   404   in    200   404
                                         post go+   go+   go+   403   404   404   go+   404   403   go+   404
meetings:questions_begin                 get  405   405   405   405   405   405   405   405   in    405   405
                                         post go    go    go    403   404   404   go    404   in    go    404
meetings:questions_usual                 get  405   405   405   405   405   405   405   405   in    405   405
                                         post go+   go+   go+   403   404   404   go+   404   in    go+   404
meetings:question_reword                 get  200   200   200   403   404   404   200   404   in    200   404
                                         post go+   go+   go+   403   404   404   go+   404   403   go+   404
meetings:question_archive                get  405   405   405   405   405   405   405   405   in    405   405
                                         post go+   go+   go+   403   404   404   go+   404   in    go+   404
meetings:question_move                   get  405   405   405   405   405   405   405   405   in    405   405
                                         post go+   go+   go+   403   404   404   go+   404   in    go+   404
meetings:promises                        get  200   200   200   200   404   404   200   404   in    200   404
                                         post go+   go+   go+   403   404   404   go+   404   403   go+   404
meetings:promise_list                    get  200   200   200   200   200   200   200   200   in    200   200
                                         post 405   405   405   405   405   405   405   405   in    405   405
meetings:promise                         get  200   200   200   200   404   404   200   404   in    200   404
                                         post 405   405   405   405   405   405   405   405   in    405   405
meetings:promise_edit                    get  200   200   200   403   404   404   200   404   in    200   404
                                         post go+   go+   go+   403   404   404   go+   404   403   go+   404
meetings:promise_remove                  get  405   405   405   405   405   405   405   405   in    405   405
                                         post go+   go+   go+   403   404   404   go+   404   in    go+   404
meetings:promise_finish                  get  405   405   405   405   405   405   405   405   in    405   405
                                         post go+   go+   go+   403   404   404   go+   404   403   go+   404
meetings:promise_drop                    get  405   405   405   405   405   405   405   405   in    405   405
                                         post go+   go+   go+   403   404   404   go+   404   403   go+   404
meetings:promise_hand_on                 get  405   405   405   405   405   405   405   405   in    405   405
                                         post go+   go+   go+   403   404   404   go+   404   403   go+   404
meetings:promise_reopen                  get  405   405   405   405   405   405   405   405   in    405   405
                                         post go+   go+   go+   403   404   404   go+   404   in    go+   404
meetings:record_propose                  get  200   200   200   403   404   404   200   404   in    200   404
                                         post go+   go+   go+   403   404   404   go+   404   in    go+   404
meetings:record_send_back                get  405   405   405   405   405   405   405   405   in    405   405
                                         post go+   go+   go+   403   404   404   go+   404   403   go+   404
meetings:record_approve                  get  405   405   405   405   405   405   405   405   in    405   405
                                         post 403   403   403   403   404   404   go+   404   in    go+   404
meetings:record_approve_earlier          get  405   405   405   405   405   405   405   405   in    405   405
                                         post go+   go+   go+   403   404   404   go+   404   in    go+   404
meetings:additions                       get  200   200   200   200   404   404   200   404   in    200   404
                                         post go+   go+   go+   403   404   404   go+   404   403   go+   404
meetings:minutes                         get  200   200   200   200   404   404   200   404   in    200   404
                                         post 405   405   405   405   405   405   405   405   in    405   405
meetings:calendar                        get  200   200   200   200   200   200   200   200   in    200   200
                                         post 405   405   405   405   405   405   405   405   in    405   405
meetings:series_list                     get  200   200   200   200   200   200   200   200   in    200   200
                                         post 405   405   405   405   405   405   405   405   in    405   405
meetings:series                          get  200   200   200   200   404   404   200   404   in    200   404
                                         post 405   405   405   405   405   405   405   405   in    405   405
meetings:record_print                    get  200   200   200   200   404   404   200   404   in    200   404
                                         post 405   405   405   405   405   405   405   405   in    405   405
meetings:record_about                    get  200   200   200   403   404   404   200   404   in    200   404
                                         post go+   go+   go+   403   404   404   go+   404   403   go+   404
meetings:record_attendance               get  200   200   200   403   404   404   200   404   in    200   404
                                         post go+   go+   go+   403   404   404   go+   404   403   go+   404
meetings:attendance_add                  get  200   200   200   403   404   404   200   404   in    200   404
                                         post go+   go+   go+   403   404   404   go+   404   403   go+   404
meetings:attendance_remove               get  405   405   405   405   405   405   405   405   in    405   405
                                         post go+   go+   go+   403   404   404   go+   404   in    go+   404
meetings:record_row                      get  200   200   200   403   404   404   200   404   in    200   404
                                         post go+   go+   go+   403   404   404   go+   404   403   go+   404
meetings:record_row_add                  get  200   200   200   403   404   404   200   404   in    200   404
                                         post go+   go+   go+   403   404   404   go+   404   403   go+   404
meetings:record_row_move                 get  405   405   405   405   405   405   405   405   in    405   405
                                         post go+   go+   go+   403   404   404   go+   404   in    go+   404
meetings:record_row_remove               get  200   200   200   403   404   404   200   404   in    200   404
                                         post go+   go+   go+   403   404   404   go+   404   in    go+   404
meetings:quote_add                       get  200   200   200   403   404   404   200   404   in    200   404
                                         post go+   go+   go+   403   404   404   go+   404   403   go+   404
meetings:quote_edit                      get  200   200   200   403   404   404   200   404   in    200   404
                                         post go+   go+   go+   403   404   404   go+   404   403   go+   404
meetings:quote_remove                    get  405   405   405   405   405   405   405   405   in    405   405
                                         post go+   go+   go+   403   404   404   go+   404   in    go+   404
meetings:record_photos                   get  200   200   200   403   404   404   200   404   in    200   404
                                         post go+   go+   go+   403   404   404   go+   404   in    go+   404
meetings:photo                           get  200   200   200   200   404   404   200   404   in    200   404
                                         post 405   405   405   405   405   405   405   405   in    405   405
meetings:photo_small                     get  200   200   200   200   404   404   200   404   in    200   404
                                         post 405   405   405   405   405   405   405   405   in    405   405
meetings:photo_edit                      get  200   200   200   403   404   404   200   404   in    200   404
                                         post go+   go+   go+   403   404   404   go+   404   403   go+   404
meetings:photo_remove                    get  405   405   405   405   405   405   405   405   in    405   405
                                         post go+   go+   go+   403   404   404   go+   404   in    go+   404
meetings:story_list                      get  200   200   200   200   200   200   200   200   in    200   200
                                         post 405   405   405   405   405   405   405   405   in    405   405
meetings:story                           get  200   200   200   404   404   404   200   404   in    200   404
                                         post 405   405   405   405   405   405   405   405   in    405   405
meetings:story_history                   get  200   200   200   404   404   404   200   404   in    200   404
                                         post 405   405   405   405   405   405   405   405   in    405   405
meetings:story_new                       get  go    go    go    go    403   403   go    403   in    go    403
                                         post 405   405   405   405   405   405   405   405   in    405   405
meetings:story_write                     get  200   404   404   404   404   404   404   404   in    404   404
                                         post go+   404   404   404   404   404   404   404   403   404   404
meetings:story_tell                      get  200   404   404   404   404   404   404   404   in    404   404
                                         post go+   404   404   404   404   404   404   404   403   404   404
meetings:story_photos                    get  200   403   403   404   404   404   403   404   in    403   404
                                         post go+   403   403   404   404   404   403   404   in    403   404
meetings:story_photo                     get  200   200   200   404   404   404   200   404   in    200   404
                                         post 405   405   405   405   405   405   405   405   in    405   405
meetings:story_photo_small               get  200   200   200   404   404   404   200   404   in    200   404
                                         post 405   405   405   405   405   405   405   405   in    405   405
meetings:story_photo_edit                get  200   403   403   404   404   404   403   404   in    403   404
                                         post go+   403   403   404   404   404   403   404   403   403   404
meetings:story_photo_remove              get  405   405   405   405   405   405   405   405   in    405   405
                                         post go+   403   403   404   404   404   403   404   in    403   404
meetings:story_sound                     get  200   200   200   404   404   404   200   404   in    200   404
                                         post 405   405   405   405   405   405   405   405   in    405   405
meetings:story_sound_add                 get  405   405   405   405   405   405   405   405   in    405   405
                                         post go+   403   403   404   404   404   403   404   in    403   404
meetings:story_sound_remove              get  405   405   405   405   405   405   405   405   in    405   405
                                         post go+   403   403   404   404   404   403   404   in    403   404
meetings:story_readers                   get  200   403   403   404   404   404   403   404   in    403   404
                                         post go+   403   403   404   404   404   403   404   403   403   404
meetings:story_withdraw                  get  200   403   403   404   404   404   403   404   in    403   404
                                         post go+   403   403   404   404   404   403   404   in    403   404
meetings:story_throw_away                get  405   405   405   405   405   405   405   405   in    405   405
                                         post go+   404   404   404   404   404   404   404   in    404   404
meetings:story_comment                   get  405   405   405   405   405   405   405   405   in    405   405
                                         post go+   go+   go+   404   404   404   go+   404   403   go+   404
meetings:story_use                       get  405   405   405   405   405   405   405   405   in    405   405
                                         post go+   go+   go+   404   404   404   go+   404   403   go+   404
meetings:comment_take_back                get  405   405   405   405   405   405   405   405   in    405   405
                                         post 403   go+   403   404   404   404   403   404   in    403   404
meetings:use_take_back                    get  405   405   405   405   405   405   405   405   in    405   405
                                         post 403   go+   403   404   404   404   403   404   in    403   404
meetings:words_of_mine                   get  200   200   200   200   200   200   200   200   in    200   200
                                         post 405   405   405   405   405   405   405   405   in    405   405
meetings:story_propose                   get  405   405   405   405   405   405   405   405   in    405   405
                                         post go+   go+   go+   404   404   404   go+   404   403   go+   404
meetings:story_agree                     get  405   405   405   405   405   405   405   405   in    405   405
                                         post go+   403   403   404   404   404   403   404   403   403   404
meetings:story_turn_down                 get  405   405   405   405   405   405   405   405   in    405   405
                                         post go+   403   403   404   404   404   403   404   in    403   404
meetings:set_list                        get  200   200   200   200   200   200   200   200   in    200   200
                                         post 405   405   405   405   405   405   405   405   in    405   405
meetings:set                             get  200   200   200   200   404   404   200   404   in    200   404
                                         post 405   405   405   405   405   405   405   405   in    405   405
meetings:set_edit                        get  200   403   403   403   404   404   200   404   in    200   404
                                         post go+   403   403   403   404   404   go+   404   403   go+   404
meetings:set_preview                     get  200   403   403   403   404   404   200   404   in    200   404
                                         post 405   405   405   405   405   405   405   405   in    405   405
meetings:preview_style                   get  200   403   403   403   404   404   200   404   in    200   404
                                         post 405   405   405   405   405   405   405   405   in    405   405
meetings:set_issue                       get  200   403   403   403   404   404   200   404   in    200   404
                                         post go+   403   403   403   404   404   go+   404   in    go+   404
meetings:set_choose                      get  200   403   403   403   404   404   200   404   in    200   404
                                         post go+   403   403   403   404   404   go+   404   in    go+   404
meetings:set_order                       get  405   405   405   405   405   405   405   405   in    405   405
                                         post 204+  403   403   403   404   404   204+  404   in    204+  404
meetings:set_place                       get  200   403   403   403   404   404   200   404   in    200   404
                                         post go+   403   403   403   404   404   go+   404   in    go+   404
meetings:set_move                        get  405   405   405   405   405   405   405   405   in    405   405
                                         post go+   403   403   403   404   404   go+   404   in    go+   404
meetings:set_remove                      get  405   405   405   405   405   405   405   405   in    405   405
                                         post go+   403   403   403   404   404   go+   404   in    go+   404
meetings:work_new                        get  200   403   403   403   404   404   200   404   in    200   404
                                         post go+   403   403   403   404   404   go+   404   403   go+   404
meetings:work_edit                       get  200   403   403   403   404   404   200   404   in    200   404
                                         post go+   403   403   403   404   404   go+   404   403   go+   404
meetings:work_move                       get  405   405   405   405   405   405   405   405   in    405   405
                                         post go+   403   403   403   404   404   go+   404   in    go+   404
meetings:work_remove                     get  200   403   403   403   404   404   200   404   in    200   404
                                         post go+   403   403   403   404   404   go+   404   in    go+   404
meetings:voice_new                       get  200   403   403   403   404   404   200   404   in    200   404
                                         post go+   403   403   403   404   404   go+   404   403   go+   404
meetings:voice_edit                      get  200   403   403   403   404   404   200   404   in    200   404
                                         post go+   403   403   403   404   404   go+   404   403   go+   404
meetings:voice_remove                    get  405   405   405   405   405   405   405   405   in    405   405
                                         post go+   403   403   403   404   404   go+   404   in    go+   404
meetings:conditions                      get  200   403   403   403   404   404   200   404   in    200   404
                                         post go+   403   403   403   404   404   go+   404   in    go+   404
meetings:lessons                         get  405   405   405   405   405   405   405   405   in    405   405
                                         post 200+  403   403   403   404   404   200+  404   in    200+  404
meetings:edition                         get  200   200   200   200   404   404   200   404   in    200   404
                                         post 405   405   405   405   405   405   405   405   in    405   405
meetings:edition_book                    get  200   200   200   200   404   404   200   404   in    200   404
                                         post 405   405   405   405   405   405   405   405   in    405   405
meetings:edition_style                   get  200   200   200   200   404   404   200   404   in    200   404
                                         post 405   405   405   405   405   405   405   405   in    405   405
meetings:edition_file                    get  200   200   200   200   404   404   200   404   in    200   404
                                         post 405   405   405   405   405   405   405   405   in    405   405
meetings:public_edition                  get  200   200   200   200   200   200   200   200   200   200   200
                                         post 405   405   405   405   405   405   405   405   405   405   405
meetings:public_style                    get  200   200   200   200   200   200   200   200   200   200   200
                                         post 405   405   405   405   405   405   405   405   405   405   405
meetings:find                            get  200   200   200   200   200   200   200   200   in    200   200
                                         post 405   405   405   405   405   405   405   405   in    405   405
meetings:competency                      get  200   200   200   200   404   404   200   404   in    200   404
                                         post 405   405   405   405   405   405   405   405   in    405   405
admin:index                              get  in    in    in    in    in    in    200   200   in    200   200
                                         post in    in    in    in    in    in    200   200   in    200   200
admin:login                              get  403   403   403   403   403   403   go    go    in    go    go
                                         post 403   403   403   403   403   403   go    go    in    go    go
admin:logout                             get  go    go    go    go    go    go    405   405   in    405   405
                                         post go    go    go    go    go    go    go    go    in    go    go
admin:password_change                    get  in    in    in    in    in    in    200   200   in    200   200
                                         post in    in    in    in    in    in    go+   go+   in    go+   go+
admin:password_change_done               get  in    in    in    in    in    in    200   200   in    200   200
                                         post in    in    in    in    in    in    405   405   in    405   405
admin:autocomplete                       get  in    in    in    in    in    in    200   200   in    200   403
                                         post in    in    in    in    in    in    405   405   403   405   405
admin:jsi18n                             get  in    in    in    in    in    in    200   200   in    200   200
                                         post in    in    in    in    in    in    405   405   in    405   405
admin:app_list                           get  in    in    in    in    in    in    200   200   in    200   404
                                         post in    in    in    in    in    in    200   200   in    200   404
admin:view_on_site                       get  in    in    in    in    in    in    go    go    in    go    go
                                         post in    in    in    in    in    in    go    go    in    go    go
admin:auth_user_password_change          get  in    in    in    in    in    in    403   403   in    200   403
                                         post in    in    in    in    in    in    403   403   in    go+   403
admin:facilitators_facilitator_slips     get  in    in    in    in    in    in    200   404   in    200   403
                                         post in    in    in    in    in    in    200+  404   in    200+  403
admin:assessments_round_open             get  in    in    in    in    in    in    200   404   in    200   404
                                         post in    in    in    in    in    in    go+   404   in    go+   404
admin:assessments_round_close            get  in    in    in    in    in    in    200   404   in    200   404
                                         post in    in    in    in    in    in    go+   404   in    go+   404
admin:assessments_round_reopen           get  in    in    in    in    in    in    200   404   in    200   404
                                         post in    in    in    in    in    in    go+   404   403   go+   404
admin:assessments_round_notes            get  in    in    in    in    in    in    200   404   in    200   404
                                         post in    in    in    in    in    in    200   404   403   200   404
admin:assessments_round_results          get  in    in    in    in    in    in    200   404   in    200   404
                                         post in    in    in    in    in    in    200   404   in    200   404
admin:assessments_round_results_print    get  in    in    in    in    in    in    200   404   in    200   404
                                         post in    in    in    in    in    in    200   404   in    200   404
admin:assessments_round_results_csv      get  in    in    in    in    in    in    200   404   in    200   404
                                         post in    in    in    in    in    in    200   404   in    200   404
admin:assessments_round_results_xlsx     get  in    in    in    in    in    in    200   404   in    200   404
                                         post in    in    in    in    in    in    200   404   in    200   404
admin:assessments_round_pairs            get  in    in    in    in    in    in    200   404   in    200   404
                                         post in    in    in    in    in    in    200   404   in    200   404
admin:assessments_round_pairs_print      get  in    in    in    in    in    in    200   404   in    200   404
                                         post in    in    in    in    in    in    200   404   in    200   404
admin:assessments_round_pairs_csv        get  in    in    in    in    in    in    200   404   in    200   404
                                         post in    in    in    in    in    in    200   404   in    200   404
admin:assessments_round_pairs_xlsx       get  in    in    in    in    in    in    200   404   in    200   404
                                         post in    in    in    in    in    in    200   404   in    200   404
admin:assessments_round_since            get  in    in    in    in    in    in    200   404   in    200   404
                                         post in    in    in    in    in    in    200   404   in    200   404
admin:assessments_round_since_print      get  in    in    in    in    in    in    200   404   in    200   404
                                         post in    in    in    in    in    in    200   404   in    200   404
admin:assessments_round_since_csv        get  in    in    in    in    in    in    200   404   in    200   404
                                         post in    in    in    in    in    in    200   404   in    200   404
admin:assessments_round_since_xlsx       get  in    in    in    in    in    in    200   404   in    200   404
                                         post in    in    in    in    in    in    200   404   in    200   404
"""

# What the office lets one do with the rows of each model. "keep": asked, but not done where others refer to it.
OFFICE = """
model                          coord                   root
facilitators_user              -                       view,add,change
auth_group                     -                       view,add,change,keep
facilitators_signinslip        -                       view
facilitators_coordinator       view                    view,add,delete
facilitators_network           view,change             view,add,change,keep
facilitators_tambon            view,add,change         view,add,change,keep
facilitators_facilitator       view,add,change         view,add,change,keep
facilitators_usualrole         view,add,change,delete  view,add,change,delete
facilitators_partneragency     view,add,change,delete  view,add,change,delete
facilitators_communitygroup    view,add,change,delete  view,add,change,delete
facilitators_circle            view,add,change         view,add,change,keep
assessments_frameworkversion   view,add,change         view,add,change,keep
assessments_goal               view,add,change         view,add,change,delete
assessments_levelname          view,add,change,delete  view,add,change,delete
assessments_competency         view,add,change         view,add,change,keep
assessments_indicator          view,add,change         view,add,change,delete
assessments_round              view,add,change         view,add,change,delete
assessments_selfassessment     view                    view
assessments_answer             view                    view
assessments_peerassist         view                    view
assessments_learningplan       view                    view
meetings_story                 view                    view
meetings_storyphoto            view                    view
meetings_storysound            view                    view
meetings_storycomment          view                    view
meetings_storyuse              view                    view
meetings_proposedprinciple     view                    view
meetings_forum                 view,add,change,keep    view,add,change,keep
meetings_forumtemplate         view,change             view,change
meetings_agendarow             view,add,change,delete  view,add,change,delete
meetings_forumrole             view,add,change,delete  view,add,change,delete
meetings_suggestionchoice      view,delete             view,delete
meetings_roleskill             view,add,change,delete  view,add,change,delete
meetings_record                view                    view
meetings_rowrecord             view                    view
meetings_quote                 view                    view
meetings_attendance            view                    view
meetings_photo                 view                    view
meetings_knowledgeset          view                    view
meetings_setstory              view                    view
meetings_edition               view                    view
meetings_jointwork             view                    view
meetings_agencyvoice           view                    view
meetings_tambonconditions      view                    view
meetings_promise               view                    view
meetings_aaranswer             view                    view
meetings_circlequestion        view                    view
meetings_addition              view                    view
meetings_recordchange          view                    view
meetings_promisereopening      view                    view
"""

OPERATIONS = ("changelist", "add", "change", "delete", "history", "old")  # old: Django's former address of a row
WHO = PAGES.split("\n")[1].split()


def pages_table():
    """{who: {(address, method): outcome}}"""
    table = {who: {} for who in WHO}
    name = ""
    for line in PAGES.strip().splitlines()[1:]:
        *named, method = line[:46].split()
        name = named[0] if named else name  # the second line of an address
        for who, outcome in zip(WHO, line[46:].split(), strict=True):
            table[who][name, method] = outcome
    return table


def office_table():
    """{model: {who: rights}}"""
    head, *lines = [line.split() for line in OFFICE.strip().splitlines()]
    return {model: dict(zip(head[1:], rights, strict=True)) for model, *rights in lines}


def expected_outcomes(who, model, rights):
    """Outcomes for the list and one row of a model of these rights: {(model, operation): (reading, writing)}."""
    if who not in ("coord", "other", "root", "staff"):
        return {(model, name): ("in", "in") for name in OPERATIONS}
    may = set(rights.get({"other": "coord"}.get(who, who), "-").split(","))
    sees_row = who in ("coord", "root") or rights["coord"] == "-"  # accounts, groups and slips belong to no network
    outcomes = {
        "changelist": ("200", "200") if "view" in may else ("403", "403"),
        "add": ("200", "200") if "add" in may else ("403", "403"),
        "change": ("200" if "view" in may else "403", "go+" if "change" in may else "403"),
        "delete": ("200", "go+") if "delete" in may else ("200", "200") if "keep" in may else ("403", "403"),
        "history": ("200", "200") if "view" in may else ("403", "403"),
        "old": ("go", "go"),
    }
    if not sees_row:  # led away, as from a row that is not there
        for name in ("change", "delete"):
            outcomes[name] = tuple("403" if outcome == "403" else "go" for outcome in outcomes[name])
        outcomes["history"] = ("go", "go")
    return {(model, name): outcomes[name] for name in OPERATIONS}
