// The words a script says, in the reader's language; templates/components/words.html holds them.
const words = document.getElementById("words")?.dataset ?? {};

export const word = (name) => words[name] ?? "";

export const clock = (moment = new Date()) =>
  `${String(moment.getHours()).padStart(2, "0")}:${String(moment.getMinutes()).padStart(2, "0")}`;
