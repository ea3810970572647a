"""Opens pages of extlint in a headless Chromium, uses every control, and fails where one does not do what it says.

browse.py FOLDER [--screenshots FOLDER] [--measure]   browse.py --probe

FOLDER holds small.html, baseline.html, compare.html, large.html and none.html; tests/page/browser.rs writes them.
"""

import argparse
import pathlib
import sys

# The tests leave nothing in the sources.
sys.dont_write_bytecode = True

from opened import Page, load  # noqa: E402

LEVELS = ["error", "warning", "note"]


def rows(page):
    """All findings, each with its state, file and modules, as the data says."""
    report, beside = page.report, page.beside
    compared = beside["comparison"]
    files = {}
    for index, row in enumerate(report["readiness"]):
        of_module = beside["modules"][index] if beside["modules"] else []
        for name in of_module or [row["path"]]:
            files.setdefault(name, []).append(index)
    out = []

    def add(row, state):
        where = row["path"] + (f"!{row['member']}" if row["member"] is not None else "")
        out.append((row, state, where, files.get(where, [])))

    for row in report["findings"]:
        if compared:
            add(row, "new" if row["fingerprint"] in compared["new"] else "stayed")
        else:
            add(row, "new" if beside["known"] is not None else "")
    for row in beside["known"] or []:
        add(row, "known")
    for row in compared["fixed"] if compared else []:
        add(row, "fixed")
    return out


def expected(page, **wanted):
    """How many findings filters leave, counted from the data."""
    found = 0
    for row, state, where, modules in rows(page):
        rule = page.beside["rules"][row["code"]]
        weak = rule["preview"] or (row["severity"] == "note" and rule["severity"] != "off")
        text = "\n".join(filter(None, [row["code"], row["rule"], row["category"], row["message"], where, row["symbol"], row["help"], *row["notes"]]))
        tests = {
            "level": lambda v: row["severity"] in v,
            "rule": lambda v: v in (row["code"], row["category"]),
            "module": lambda v: int(v) in modules if int(v) >= 0 else not modules,
            "blocks": lambda v: not weak and v in rule["blocks"],
            "shares": lambda v: rule["shares"] == v,
            "path": lambda v: v in where,
            "state": lambda v: state == v or (v == "there" and state != "fixed"),
            "q": lambda v: v.lower() in text.lower(),
        }
        if not wanted.get("folded") and row["folded"] is not None:
            continue
        found += all(tests[name](value) for name, value in wanted.items() if value and name != "folded")
    return found


def filters(page):
    """Every option of every filter."""
    p = page.page
    start = {"state": "new"} if page.beside["known"] is not None else {}
    if page.beside["comparison"]:
        start = {"state": "there"}
    page.equal(page.count(), expected(page, **start), "at first")
    used = 0
    for name in ["rule", "module", "blocks", "shares", "state"]:
        if not p.locator(f"#filter-{name}").count():
            continue
        for value in p.eval_on_selector_all(f"#filter-{name} option", "all => all.map(o => o.value)"):
            p.select_option(f"#filter-{name}", value)
            page.equal(page.count(), expected(page, **{**start, name: value}), f"{name} {value}")
            used += 1
        p.click("#reset") if p.is_enabled("#reset") else None
        page.equal(page.count(), expected(page, **start), f"reset behind {name}")
    for level in LEVELS:
        box = p.locator(f".chip.{level} input")
        box.uncheck()
        page.equal(page.count(), expected(page, level=[o for o in LEVELS if o != level], **start), f"without {level}")
        box.check()
    if p.locator("#filter-folded").count():
        p.check("#filter-folded")
        page.equal(page.count(), expected(page, folded=True, **start), "folded")
        p.uncheck("#filter-folded")
    some = page.report["findings"][0] if page.report["findings"] else None
    for name, value in [("path", some["path"][-6:]), ("q", some["symbol"] or some["code"]), ("q", "nothing like it")] if some else []:
        p.fill(f"#filter-{name}", value)
        page.settle()
        page.equal(page.count(), expected(page, **{**start, name: value}), f"{name} {value}")
        page.check(f"{name}=" in p.evaluate("location.hash"), f"{name} is in the address")
        p.fill(f"#filter-{name}", "")
        page.settle()
    p.click("label:has(#compact)")
    page.check(not p.locator("#list pre").count(), "headlines only")
    p.click("label:has(#compact)")
    return used


def buttons(page):
    """Every button and every part that opens, one after the other."""
    p = page.page
    pressed = 0
    for box in ["#comparison", "#paths", "#wheels", "#state", "#notices"]:
        while p.locator(f"{box} button.more").count():
            p.locator(f"{box} button.more").first.click()
            pressed += 1
        for i in range(p.locator(f"{box} summary").count()):
            p.locator(f"{box} summary").nth(i).click()
            pressed += 1
        names = p.locator(f"{box} button")
        for i in range(min(names.count(), 150)):
            if not names.nth(i).is_enabled():
                continue
            said = names.nth(i).inner_text() or names.nth(i).get_attribute("aria-label")
            names.nth(i).click()
            page.check(page.count() > 0, f"“{said}” shows nothing")
            page.check(p.evaluate("document.activeElement.id") == "findings", f"“{said}” leads to the findings")
            pressed += 1
        for i in range(p.locator(f"{box} select").count()):
            one = p.locator(f"{box} select").nth(i)
            for value in one.locator("option").evaluate_all("all => all.map(o => o.value)"):
                one.select_option(value)
                pressed += 1
    if p.is_enabled("#reset"):
        p.click("#reset")
    return pressed


def links(page):
    """Links to rules lead to their pages; those to findings lead there, with the filters or without."""
    p = page.page
    pages = {rule["page"] for rule in page.beside["rules"].values()}
    hrefs = p.eval_on_selector_all("a[href]", "all => all.map(a => a.getAttribute('href'))")
    for href in hrefs:
        page.check(href.startswith("#") or href in pages, f"a link to {href}")
    anchors = p.locator("a.anchor")
    for i in range(min(anchors.count(), 20)):
        anchors.nth(i).click()
        page.settle()
        href = anchors.nth(i).get_attribute("href")
        page.equal(p.evaluate("document.activeElement.id"), "shown-" + href.split("&")[-1].lstrip("#"), "the link's finding has the focus")
    found = rows(page)
    for row, state, _, _ in found[:3] + found[-3:]:
        name = f"finding-{'fixed-' if state == 'fixed' else ''}{row['fingerprint']}"
        page.open(f"#{name}")
        page.equal(p.evaluate("document.activeElement.id"), f"shown-{name}", "a deep link")
        box = p.locator(f"#shown-{name}").bounding_box()
        page.check(0 <= box["y"] < p.viewport_size["height"], f"{name} is in sight")
    if found:
        code = found[0][0]["code"]
        page.open(f"#rule={code}&level=error,warning")
        page.equal(p.input_value("#filter-rule"), code, "a filter in the address")
        page.check(not p.is_checked(".chip.note input"), "a level in the address")
        p.evaluate("location.hash = '#q=nothing%20at%20all'")
        page.settle()
        page.equal((page.count(), p.input_value("#filter-q")), (0, "nothing at all"), "the address changes")
        page.open("#%&=&finding-&rule=%E0%A4%A")
    page.open()
    return len(hrefs)


def keys(page):
    p = page.page

    def focus():
        return p.evaluate("document.activeElement.id")

    p.keyboard.press("/")
    page.equal(focus(), "filter-q", "key /")
    p.keyboard.type("jk?")
    page.equal(p.input_value("#filter-q"), "jk?", "keys while typing")
    p.fill("#filter-q", "")
    page.settle()
    p.keyboard.press("Escape")
    page.check(focus() != "filter-q", "Escape leaves the search")
    p.keyboard.press("j")
    first = focus()
    p.keyboard.press("j")
    second = focus()
    page.check(first.startswith("shown-") and second.startswith("shown-"), "key j")
    p.keyboard.press("k")
    page.equal(focus(), first, "key k")
    p.keyboard.press("?")
    page.check(p.is_visible("#keys"), "key ?")
    p.keyboard.press("?")
    page.check(not p.is_visible("#keys"), "key ? again")
    p.click("#help")
    p.click("#keys button")
    page.check(not p.is_visible("#keys"), "the dialog closes")
    for theme in ["light", "dark", "auto"]:
        p.keyboard.press("t")
        page.equal(p.evaluate("document.documentElement.dataset.theme"), theme, "key t")
    p.keyboard.press("e")
    page.check(p.is_checked("#compact"), "key e")
    p.keyboard.press("e")
    p.keyboard.press("Tab")


def markup(page):
    """What sources say is text."""
    p = page.page
    page.equal(p.locator("img, iframe, object, embed, link").count(), 0, "foreign elements")
    page.equal(p.locator("script").count(), 3, "scripts")


def accessible(page, axe, what):
    page.page.evaluate(axe)
    result = page.page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    page.check(len(result["passes"]) > 5, "axe-core saw nothing")
    for fault in result["violations"]:
        if fault["impact"] in ("serious", "critical"):
            nodes = "; ".join(f"{node['target']} {node['failureSummary']}" for node in fault["nodes"][:2])
            page.faults.append(f"axe-core, {what}: {fault['id']}: {nodes}")
    return len(result["violations"])


def shown(page, screenshots, axe, whole=True):
    """Both themes, a phone, paper."""
    p = page.page
    for theme in ["light", "dark"]:
        p.emulate_media(color_scheme=theme)
        for width in [1280, 390]:
            p.set_viewport_size({"width": width, "height": 850})
            page.settle()
            wide = p.evaluate("document.scrollingElement.scrollWidth - innerWidth")
            page.check(wide <= 0, f"{width} pixels wide: {wide} too wide")
            # What is beyond the window counts as well.
            if whole:
                p.evaluate("dispatchEvent(new Event('beforeprint'))")
            accessible(page, axe, f"{theme}, {width} pixels")
            if screenshots:
                p.screenshot(path=screenshots / f"{page.path.stem}-{theme}-{width}.png", full_page=True)
            p.evaluate("dispatchEvent(new Event('afterprint'))")
    p.set_viewport_size({"width": 1280, "height": 850})
    p.emulate_media(color_scheme="light")


def paper(page, screenshots):
    p = page.page
    page.settle()
    before = page.count()
    p.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.equal(p.locator("#list article").count(), before, "all is printed")
    p.evaluate("dispatchEvent(new Event('afterprint'))")
    if screenshots:
        p.emulate_media(media="print")
        p.evaluate("dispatchEvent(new Event('beforeprint'))")
        p.screenshot(path=screenshots / f"{page.path.stem}-print.png", full_page=True)
        p.evaluate("dispatchEvent(new Event('afterprint'))")
        p.emulate_media(media="screen")


def large(page, measure):
    """Few elements for many findings, wherever one looks."""
    p = page.page
    total = expected(page)
    page.check(total >= 5000, f"only {total} findings")

    def few(what):
        count = p.locator("#list article").count()
        page.check(count < 100, f"{count} of {total} findings are in the document {what}")

    few("at first")
    p.evaluate("document.getElementById('findings').scrollIntoView()")
    page.settle()
    page.check(p.locator("#list article[aria-posinset='1']").count() == 1, "the first finding at the start")
    p.evaluate("scrollTo(0, document.body.scrollHeight / 2)")
    page.settle()
    few("in the middle")
    for _ in range(5):
        p.evaluate("scrollTo({top: document.body.scrollHeight, behavior: 'instant'})")
        page.settle()
    page.equal(p.locator(f"#list article[aria-posinset='{total}']").count(), 1, "the last finding at the end")
    for _ in range(60):
        p.keyboard.press("k")
    few("behind 60 keys")
    if measure:
        times = p.evaluate("""() => {
            const time = (f) => { const start = performance.now(); f(); document.body.offsetHeight; return performance.now() - start; };
            const set = (name, value) => { const c = document.getElementById("filter-" + name); c.value = value; c.dispatchEvent(new Event("change")); };
            return { rule: time(() => set("rule", "ISO016")), module: time(() => set("module", "3")), all: time(() => set("module", "")) };
        }""")
        navigation = p.evaluate("performance.getEntriesByType('navigation')[0].loadEventEnd")
        size = page.path.stat().st_size
        print(f"measured: {total} findings, {size / 1e6:.1f} MB, opened in {page.opened:.2f} s, load event {navigation:.0f} ms, filters in ms {times}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", nargs="?", type=pathlib.Path)
    parser.add_argument("--probe", action="store_true")
    parser.add_argument("--screenshots", type=pathlib.Path)
    parser.add_argument("--measure", action="store_true")
    arguments = parser.parse_args()
    start, launch, axe = load()
    if arguments.probe:
        return
    if arguments.screenshots:
        arguments.screenshots.mkdir(parents=True, exist_ok=True)
    with start() as library:
        browser = launch(library)
        context = browser.new_context(viewport={"width": 1280, "height": 850}, reduced_motion="reduce")
        context.set_default_timeout(20000)
        for name in ["small", "baseline", "compare", "none"]:
            page = Page(context, arguments.folder / f"{name}.html")
            markup(page)
            used = filters(page)
            pressed = buttons(page)
            followed = links(page)
            if name != "none":
                keys(page)
            shown(page, arguments.screenshots, axe)
            paper(page, arguments.screenshots)
            print(f"{name}: {used} options, {pressed} buttons, {followed} links")
            page.done()
        page = Page(context, arguments.folder / "large.html")
        large(page, arguments.measure)
        shown(page, None, axe, whole=False)
        page.done()
        browser.close()
    print("all pages were opened")


if __name__ == "__main__":
    main()
