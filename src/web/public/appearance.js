// Before the first paint: the shade the member chose, so the page never flashes in the other one. A file and not an
// inline script, so that a strict Content-Security-Policy can stand.
try {
  const choice = localStorage.getItem('siyu.appearance');
  if (choice) document.documentElement.dataset.theme = choice;
} catch {}
