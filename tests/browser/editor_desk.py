"""A person at the text editor, and the texts they are given."""

from documents.content.blocks import sanitise
from documents.models import VersionText

FEATURES = sanitise("""
<h2 class="center" id="b-00000001">I. Жалпы <em>жоболор</em></h2>
<p class="clause" id="b-00000002">1.1. Бул <strong>эреже <em>ишти</em></strong> баалоонун
 <u>тартибин</u> <s>эски</s> H<sub>2</sub>O, м<sup>2</sup>, 5 &lt; 7 &amp; «Ңң»&nbsp;№ 3.</p>
<p class="center clause" id="b-00000003">1.2. Биринчи сап<br>экинчи сап</p>
<p class="right" id="b-00000004"><a href="https://example.kg/a?b=1&amp;c=2">шилтеме</a>,
 <a href="mailto:a@example.kg">кат</a>, <a href="#b-00000001">бөлүм</a></p>
<h3 id="b-00000005">1.3 Кичи бөлүм</h3><h4 id="b-00000006">Андан да кичи</h4>
<ul id="b-00000007"><li>бир<ol start="4"><li>төрт</li><li>беш<ul><li>терең</li></ul></li></ol>
кийинки сөз</li><li>эки<br>сап</li></ul>
<ol id="b-00000008" start="3"><li><strong>үч</strong></li><li>төрт</li></ol>
<blockquote id="b-00000009"><p class="clause">1.4. Үзүндү</p><ul><li>анын тизмеси</li></ul>
<p class="center">аягы</p></blockquote>
<table id="b-0000000a"><thead><tr><th scope="col">№</th><th class="center" colspan="2" scope="col">Көрсөткүч</th></tr>
<tr><th></th><th scope="col">аты</th><th scope="col">саны</th></tr></thead><tbody>
<tr><th rowspan="2" scope="row">1</th><td class="right">сан<br>сап</td><td><ul><li>тизме</li></ul></td></tr>
<tr><td colspan="2"><ol start="2"><li>эки</li></ol>сөз</td></tr></tbody></table>
<table id="b-0000000b"><tbody><tr><th>баш эмес</th><td>сөз</td></tr></tbody></table>
<p id="b-0000000c">Акыркы сөз.</p>
""")

TWO = '<p class="clause" id="b-00000001">1.1. Биринчи сөз.</p>\n<p id="b-00000002">Экинчи сөз.</p>'

WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p {color:red}</style></head><body>
<!--StartFragment--><h1 style='text-align:center'><b>I. Бөлүм<o:p></o:p></b></h1>
<p class=MsoNormal style='margin-left:36pt'><span style='font-family:"Times New Roman"'>1.1.&nbsp;&nbsp; Пункт
<b>калың</b> <span style='font-weight:bold;color:red'>стил</span><o:p></o:p></span></p>
<p class=MsoListParagraph style='text-indent:-18pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='mso-list:Ignore'>·<span style='font:7pt "Times New Roman"'>&nbsp;&nbsp; </span></span><![endif]>бир</p>
<p class=MsoListParagraph style='mso-list:l0 level2 lfo1'><span style='mso-list:Ignore'>o&nbsp;</span>ички</p>
<p class=MsoListParagraph style='mso-list:l1 level2 lfo2'><span style='mso-list:Ignore'>2.1.&nbsp;</span>номер</p>
<table class=MsoTable style='width:100%' border=1><tr><td width=50 style='border:solid' colspan=2><p class=MsoNormal
align=right style='text-align:right'>уяча</p></td></tr></table><!--EndFragment--></body></html>"""


class Desk:
    """The editor page of a draft, with a person in front of it."""

    def __init__(self, page, url, text):
        self.page, self.url, self.text = page, url, text
        self.troubles: list[str] = []
        page.on(
            "console",
            lambda line: self.troubles.append(line.text) if line.type == "error" else None,
        )
        page.on("pageerror", lambda error: self.troubles.append(str(error)))

    def open(self, html=None, ready=True):
        if html is not None:
            VersionText.objects.filter(pk=self.text.pk).update(html=html)
        self.page.goto(self.url)
        if ready:
            self.page.wait_for_selector(".editor [contenteditable=true]")
        return self

    @property
    def body(self):
        return self.page.locator(".editor [contenteditable]")

    @property
    def value(self):
        return self.page.locator("textarea[name=html]").input_value()

    def do(self, script, arg=None):
        """A command of the editing engine itself, for what is set up and not what is tested."""
        return self.page.evaluate(
            f"(arg) => {{ const editor = document.querySelector('.ProseMirror').editor; {script} }}",
            arg,
        )

    def until(self, script):
        """Wait till it is so; the page's own policy lets nothing be evaluated inside it."""
        for _ in range(150):
            if self.page.evaluate(script):
                return
            self.page.wait_for_timeout(100)
        raise AssertionError(f"it never came to be: {script}")

    def cursor(self, words, offset=0, to=None):
        """Put the cursor into the words, or select from there up to the end of ``to``."""
        script = """
            const at = (words) => { let found = null;
              editor.state.doc.descendants((node, pos) => {
                if (found === null && node.isText && node.text.includes(words)) found = pos + node.text.indexOf(words);
              }); return found; };
            const from = at(arg[0]) + arg[1];
            const to = arg[2] === null ? from : at(arg[2]) + arg[2].length;
            editor.view.focus();
            editor.commands.setTextSelection({ from, to });"""
        self.do(script, [words, offset, to])

    def keys(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)

    def tool(self, name):
        return self.page.locator(f"[data-do='{name}']")

    def paste(self, html):
        self.do(
            """const data = new DataTransfer(); data.setData("text/html", arg); data.setData("text/plain", "x");
            editor.view.dom.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));""",
            html,
        )

    def save(self):
        with self.page.expect_navigation():
            self.page.locator("main form .btn-primary:visible").last.click()
        self.text.refresh_from_db()
        return self.text.html
