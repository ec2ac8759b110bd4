// A line of many statements with one list of names: the list follows what is typed after the last
// mark that parts two statements. Without it the list helps with the first statement only.
for (const line of document.querySelectorAll<HTMLInputElement>("input[data-suggests][list]")) {
  const mark = line.dataset.suggests ?? ";";
  const names = [...(line.list?.options ?? [])].map((option) => option.value);
  let before = "";
  line.addEventListener("input", () => {
    const cut = line.value.lastIndexOf(mark);
    const typed = cut < 0 ? "" : `${line.value.slice(0, cut + mark.length)} `;
    if (typed === before) return;
    before = typed;
    for (const [at, option] of [...(line.list?.options ?? [])].entries()) {
      option.value = `${typed}${names[at] ?? ""}`;
    }
  });
}
