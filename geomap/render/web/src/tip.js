/** A line beside the pointer that says what lies under it; the list says the same to everyone. */

let tipNumber = 0;

/** @param {number} x @param {number} y @param {{rows: number[], cluster: Mark | null}} hit */
async function showTip(x, y, hit) {
  const number_ = ++tipNumber;
  const row = hit.cluster ? -1 : hit.rows[0];
  markHovered(row);
  const words = hit.cluster ? clusterWords(hit.cluster) : headlineOf(row, await readRecord(row));
  if (number_ !== tipNumber) return;
  const more = hit.cluster ? 0 : hit.rows.length - 1;
  fill(ui.tip, words, more > 0 && el("span", { class: "gm-count" }, " " + t("card.and_more", number(more))));
  ui.tip.hidden = false;
  // Left of the pointer when it would leave the map on the right.
  const { x: width } = map.getSize();
  const left = x + 18 + ui.tip.offsetWidth > width ? x - 14 - ui.tip.offsetWidth : x + 16;
  ui.tip.style.transform = `translate(${Math.max(4, left)}px, ${Math.max(4, y - ui.tip.offsetHeight - 10)}px)`;
}

function hideTip() {
  tipNumber++;
  ui.tip.hidden = true;
  markHovered(-1);
}

/** Show in the list which row is under the pointer. @param {number} row */
function markHovered(row) {
  for (const shown of document.querySelectorAll(".gm-row-under")) shown.classList.remove("gm-row-under");
  const found = row < 0 ? null : ui.list.querySelector(`[data-row="${row}"]`);
  if (found) found.classList.add("gm-row-under");
}
