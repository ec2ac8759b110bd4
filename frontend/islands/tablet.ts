// The locked tablet: a tap on a name, chosen already or not, goes on to the PIN.
for (const person of document.querySelectorAll<HTMLInputElement>('input[name="person"]')) {
  person.addEventListener("click", () => {
    document.querySelector<HTMLInputElement>('input[name="pin"]')?.focus();
  });
}
