// Names for the controls that Django's admin leaves nameless, so that screen readers can say what they are for.

let count = 0;

function idOf(element) {
  element.id ||= `named-${++count}`;
  return element.id;
}

// What names a control: its label, or in a table of inlines the head of its column.
function namerOf(control) {
  if (control.labels?.length) return control.labels[0];
  const cell = control.closest(".tabular td");
  return cell?.closest("table").tHead.rows[0].cells[cell.cellIndex];
}

function nameControl(control) {
  const namer = namerOf(control);
  if (namer && !control.labels.length && !control.hasAttribute("aria-label")) {
    control.setAttribute("aria-labelledby", idOf(namer));
  }
}

function nameDateAndTime(control) {
  const field = control.closest(".form-row")?.querySelector("legend, label")?.textContent ?? "";
  const part = control.previousSibling?.textContent ?? "";
  control.setAttribute("aria-label", `${field} ${part}`.trim());
}

// A select2 box says its label and what is chosen; its search field says the label.
function nameSelect2(container) {
  const select = container.previousElementSibling;
  const namer = select && namerOf(select);
  if (!namer) return;
  const chosen = container.querySelector(".select2-selection__rendered");
  const box = container.querySelector(".select2-selection");
  for (const attribute of ["role", "aria-readonly"]) chosen.removeAttribute(attribute);
  box.setAttribute("aria-labelledby", `${idOf(namer)} ${idOf(chosen)}`);
}

// A search field stands in its own box, or in the list of the open box at the end of the page.
function nameSelect2Search(field) {
  const beside = field.closest(".select2-container").previousElementSibling;
  const open = document.querySelector("select + .select2-container--open");
  const select = beside?.matches("select") ? beside : open?.previousElementSibling;
  const namer = select && namerOf(select);
  if (namer) field.setAttribute("aria-labelledby", idOf(namer));
}

const rules = [
  [".tabular.inline-related td :is(input:not([type=hidden]), select, textarea)", nameControl],
  ["p.datetime input", nameDateAndTime],
  ["select + .select2-container", nameSelect2],
  [".select2-search__field", nameSelect2Search],
  [".select2-selection[aria-owns]", (box) => box.setAttribute("aria-controls", box.getAttribute("aria-owns"))],
  ["body > .select2-container--open", (list) => list.setAttribute("role", "search")],
  // A list may hold nothing but items: the cross that empties it moves out.
  ["ul.select2-selection__rendered > .select2-selection__clear", (cross) => cross.parentElement.before(cross)],
  [".help-tooltip:not(img)", (icon) => icon.setAttribute("role", "img")],
  // A table of rows that are only read is wider than a phone: the keyboard scrolls it too.
  [".tabular fieldset.module", (table) => table.setAttribute("tabindex", "0")],
  [".tabular thead th:empty", (head) => head.setAttribute("role", "presentation")],
];

function nameAll(root) {
  for (const [selector, name] of rules) root.querySelectorAll(selector).forEach(name);
}

nameAll(document);
new MutationObserver((changes) => {
  for (const change of changes) {
    if (change.addedNodes.length && change.target.isConnected) nameAll(change.target);
  }
}).observe(document.body, { childList: true, subtree: true });
