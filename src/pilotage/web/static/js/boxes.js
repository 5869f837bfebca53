// Fits the boxes drawn over a page to the picture's own pixels. Without this script the list beside it still says it all.
for (const picture of document.querySelectorAll("img[data-boxed]")) {
  const fit = () => {
    const boxes = picture.parentElement.querySelector("svg[data-boxes]");
    boxes.setAttribute("viewBox", `0 0 ${picture.naturalWidth} ${picture.naturalHeight}`);
  };
  if (picture.complete && picture.naturalWidth) fit();
  else picture.addEventListener("load", fit);
}
