import pytest

from bot.playground.mrkdwn import Reader, markdown, mrkdwn, plain, words_of

READER = Reader({"U1": "Maya Okafor"}, {"C1": "general"}, "Europe/London")


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("*bold* and _soft_ and ~gone~", "<p><strong>bold</strong> and <em>soft</em> and <s>gone</s></p>"),
        ("`a*b*c`", "<p><code>a*b*c</code></p>"),
        ("```\n*no*\n```", "<pre>*no*</pre>"),
        ("2*3*4 snake_case_name", "<p>2*3*4 snake_case_name</p>"),
        ("> first\n> second\nthen", "<blockquote>first<br>second</blockquote><p>then</p>"),
        ("&gt; typed", "<blockquote>typed</blockquote>"),
        (">>> all\nof it", "<blockquote>all<br>of it</blockquote>"),
        ("one\n\ntwo", "<p>one</p><p>two</p>"),
        ("• a\n• b", '<span class="item">• a</span><span class="item">• b</span>'),
        ("<@U1> in <#C1>", '<p><span class="mention">@Maya Okafor</span> in <span class="mention">#general</span></p>'),
        ("<!here>", '<p><span class="mention">@here</span></p>'),
        ("&lt;!channel&gt; &amp;amp;", "<p>&lt;!channel&gt; &amp;amp;</p>"),
        ("<!date^1774512000^{date_short} at {time}|then>", "<p><time>Mar 26, 2026 at 08:00</time></p>"),
        ("<!date^soon^{time}|then>", "<p>then</p>"),
        (":bulb: :unknown_thing:", "<p>💡 :unknown_thing:</p>"),
    ],
)
def test_mrkdwn_is_drawn_as_slack_draws_it(text: str, html: str) -> None:
    assert mrkdwn(text, READER) == html


@pytest.mark.parametrize(
    "attack",
    [
        "<script>alert(1)</script>",
        "<javascript:alert(1)|click>",
        '<https://a.b/" onclick="alert(1)|x>',
        "<https://a.b|<img src=x onerror=alert(1)>>",
        '<!date^1^<img src=x>^javascript:alert(1)|"><b>>',
        "*<img src=x onerror=alert(1)>*",
        "\ue0000\ue001 `x`",
        "```<script>```",
    ],
)
def test_no_text_can_put_a_tag_or_a_handler_into_the_page(attack: str) -> None:
    drawn = mrkdwn(attack, READER) + plain(attack) + markdown(attack)

    assert "<script" not in drawn
    assert "<img" not in drawn
    assert "<b>" not in drawn
    assert 'href="javascript' not in drawn
    assert '" onclick' not in drawn


def test_markdown_blocks_are_drawn() -> None:
    drawn = markdown("# Head\n**b** *i* `c` [x](https://e.f) [y](javascript:z)\n- one")

    assert '<p class="heading">Head</p>' in drawn
    assert "<strong>b</strong> <em>i</em> <code>c</code>" in drawn
    assert '<a href="https://e.f"' in drawn
    assert "javascript" not in drawn
    assert '<span class="item">• one</span>' in drawn


def test_the_words_are_what_a_person_hears() -> None:
    assert words_of("*Ask*:\n> _why_ & <https://e.f|how>", READER) == "Ask: why & how"
