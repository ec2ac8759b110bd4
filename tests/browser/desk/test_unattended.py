"""A board that nobody touches becomes the wall; a touch goes back; half-written text is not left."""

import re

from playwright.sync_api import expect

BOARD, WALL = re.compile(r"/desk/board"), re.compile(r"/desk/wall#unattended")


def test_an_unattended_board_becomes_the_wall_and_a_touch_brings_it_back(small, open_as):
    page = open_as("desk", "/desk/board", frozen=True)
    expect(page.locator("#board")).to_be_visible()
    page.clock.run_for(9 * 60_000)
    expect(page).to_have_url(BOARD)

    page.clock.run_for(2 * 60_000)
    # Minutes that take no time leave no time for answers: it is covered until one comes.
    expect(page.locator("html:not([data-away])")).to_be_attached()
    page.clock.run_for(2_000)

    expect(page).to_have_url(WALL)
    page.mouse.click(200, 300)
    expect(page).to_have_url(BOARD)


def test_a_touch_in_between_begins_the_ten_minutes_anew(small, open_as):
    page = open_as("desk", "/desk/board", frozen=True)
    page.clock.run_for(9 * 60_000)
    page.mouse.move(100, 100)

    page.clock.run_for(9 * 60_000)

    expect(page).to_have_url(BOARD)


def test_half_written_text_keeps_the_board(small, open_as):
    page = open_as("desk", "/desk/board", frozen=True)
    page.evaluate("document.querySelector('main').append(document.createElement('textarea'))")
    page.locator("main > textarea").fill("Desp")

    page.clock.run_for(20 * 60_000)

    expect(page).to_have_url(BOARD)
