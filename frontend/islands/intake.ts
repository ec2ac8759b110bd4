// What a patient answers at home is kept by the server as soon as it is given; what cannot wait
// is answered at once, in the words that the server sends. Without it the button does the same.
const PAUSE_MS = 1_200;
const TOO_OLD = 403; // the form's proof of origin is missing or old
const form = document.querySelector<HTMLFormElement>("form[data-intake]");
const said = document.getElementById("kept");
const advice = document.getElementById("advice");

if (form && said) {
  let timer = 0;
  let asked = 0;

  const say = (what: "away" | "old"): void => {
    said.textContent = said.dataset[what] ?? "";
    said.classList.add("error");
  };
  const keep = async (): Promise<void> => {
    asked += 1;
    const mine = asked;
    try {
      const answer = await fetch(location.href, {
        method: "POST",
        body: new FormData(form),
        headers: { Accept: "application/json" },
        redirect: "error",
      });
      if (!answer.headers.get("content-type")?.includes("json")) {
        say(answer.status === TOO_OLD ? "old" : "away");
        return;
      }
      const told = (await answer.json()) as {
        says: string;
        advice?: string;
        hidden?: string[];
      };
      if (mine !== asked) return; // something newer is on its way
      said.textContent = told.says;
      said.classList.toggle("error", !answer.ok);
      if (told.hidden) {
        for (const one of form.querySelectorAll<HTMLElement>("[data-field]")) {
          one.hidden = told.hidden.includes(one.dataset.field ?? "");
        }
      }
      const words = advice?.querySelector("b");
      if (advice && words && told.advice !== undefined) {
        words.textContent = told.advice;
        advice.hidden = told.advice === "";
        if (!advice.hidden) advice.scrollIntoView({ block: "center" });
      }
    } catch {
      say("away");
    }
  };
  form.addEventListener("input", (event) => {
    window.clearTimeout(timer);
    const ticked = event.target instanceof HTMLInputElement && event.target.type === "radio";
    timer = window.setTimeout(() => void keep(), ticked ? 0 : PAUSE_MS);
  });
  form.addEventListener("submit", () => window.clearTimeout(timer));
  // What was typed before this listened is kept, too.
  const typed = [...form.elements].some((one) =>
    one instanceof HTMLInputElement && one.type !== "hidden"
      ? one.value !== one.defaultValue || one.checked !== one.defaultChecked
      : one instanceof HTMLTextAreaElement && one.value !== one.defaultValue,
  );
  if (typed) timer = window.setTimeout(() => void keep(), PAUSE_MS);
}

export {}; // a module: its names are its own
