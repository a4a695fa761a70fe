"""The editor changes a lesson in Wagtail and everyone reads it."""

from tests.browser.doing import lessons, rows

LESSON = lessons("L4")[2]
IN_SPANISH = (
    "select page.id, page.title from wagtailcore_page page join wagtailcore_locale locale on locale.id = page.locale_id"
    " where page.slug = ? and locale.language_code = 'es'"
)
TITLE = "Aprender al lado, con calma"


def test_an_editor_changes_a_title_and_the_page_shows_it(phone, enter, site):
    page = enter(phone(width=1280, height=900), "editora")
    page.goto("/admin/")
    assert "Relevo" in page.title()
    slug = LESSON.rstrip("/").rsplit("/", 1)[1]
    [(number, title)] = rows(site, IN_SPANISH, slug)
    guest = phone(javascript=False)
    guest.goto(LESSON)
    assert guest.locator("h1").inner_text() == title

    page.goto(f"/admin/pages/{number}/edit/")
    page.fill("[name=title]", TITLE)
    page.click("footer [data-w-dropdown-target=toggle]")
    page.click("footer [name=action-publish]")
    page.wait_for_selector(".messages .success")

    guest.goto(LESSON)
    assert guest.locator("h1").inner_text() == TITLE
    # Her ticks and answers hang on ids, not on words: they are as they were.
    assert rows(site, "select slug from wagtailcore_page where id = ?", number) == [(slug,)]
    page.goto(f"/admin/pages/{number}/edit/")
    page.fill("[name=title]", title)
    page.click("footer [data-w-dropdown-target=toggle]")
    page.click("footer [name=action-publish]")
    page.wait_for_selector(".messages .success")
    guest.goto(LESSON)
    assert guest.locator("h1").inner_text() == title
