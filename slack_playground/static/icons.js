// Small line drawings, 20 by 20.

const PATHS = {
  hash: "M7.500 3 6 17M14 3l-1.500 14M3.500 7.500h13M3 12.500h13",
  home: "M3.500 9 10 3.500 16.500 9v7.500h-4.500v-4.500h-4v4.500H3.500z",
  reply: "M17 10.500a6 5.500 0 0 1-8.300 5L4 17l1.300-3.600A5.500 5.500 0 0 1 5 10.500a6 5.500 0 0 1 12 0z",
  edit: "M4 16l.8-3.200L13.500 4l2.500 2.500-8.800 8.700zM12 5.500 14.500 8",
  trash: "M4 6h12M8 6V4h4v2M5.500 6l.7 10.500h7.600L14.500 6M8.500 9v4.500M11.500 9v4.500",
  code: "M7 6 3 10l4 4M13 6l4 4-4 4",
  more: "M4.500 10h.01M10 10h.01M15.500 10h.01",
  close: "M5 5l10 10M15 5 5 15",
  back: "M12 4.500 6.500 10l5.500 5.500",
  menu: "M3 6h14M3 10h14M3 14h14",
  theme: "M10 3.500a6.500 6.500 0 1 0 0 13zM10 3.500a6.500 6.500 0 0 1 0 13",
  up: "M3.500 9.500h2.500v7H3.500zM6 10l3-6.500c1.500 0 2.200 1 1.900 2.500l-.6 2.500h4.200c1.300 0 2 1 1.700 2.200l-1.200 4.500c-.2.800-.8 1.300-1.700 1.300H6",
  down: "M3.500 10.500h2.500v-7H3.500zM6 10l3 6.500c1.500 0 2.200-1 1.900-2.500l-.6-2.500h4.200c1.300 0 2-1 1.700-2.200L15 4.800c-.2-.8-.8-1.300-1.700-1.300H6",
  send: "M3.500 16.500 17 10 3.500 3.500 5.500 10zM5.500 10H11",
  eye: "M2.500 10S5 5 10 5s7.500 5 7.500 5-2.500 5-7.500 5-7.500-5-7.500-5zM10 12a2 2 0 1 0 0-4 2 2 0 0 0 0 4",
  copy: "M7.500 7.500h8v9h-8zM5 12.500H4.500v-9h8V5",
  picture: "M3.500 4.500h13v11h-13zM3.500 13l3.500-3.500 3 3 2.500-2 4 3.500M12.500 8h.01",
  bolt: "M11 3 5 11h4l-.5 6L15 9h-4.500z",
  list: "M4 5.500h.01M4 10h.01M4 14.500h.01M7.500 5.500h9M7.500 10h9M7.500 14.500h9",
  check: "M4.500 10.500 8.500 14.500 15.500 6",
};

const SIGN =
  "M4 14.500V11c0-3.200 1.500-5 4.200-5.800l.6 1.700c-1.400.5-2.100 1.400-2.200 2.600h2v5zm7.500 0V11c0-3.200 1.500-5 4.200-5.800l.6 1.700c-1.400.5-2.100 1.400-2.200 2.600h2v5z";

/** The app's sign, a quotation mark. */
export function sign() {
  const svg = icon("code");
  svg.setAttribute("class", "sign");
  svg.firstChild.setAttribute("d", SIGN);
  return svg;
}

/** A drawing that says nothing by itself: what it stands on needs words. */
export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 20 20");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}
