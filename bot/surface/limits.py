"""Slack's limits, as numbers. Lengths are characters, counts are items.

Source: docs.slack.dev/reference/block-kit and docs.slack.dev/surfaces, read in 2026; what is measured rather than
documented says so.
"""

from typing import Final

# Blocks a surface may hold.
MESSAGE_BLOCKS: Final = 50
MODAL_BLOCKS: Final = 100
HOME_BLOCKS: Final = 100

# Text of a block.
SECTION_TEXT: Final = 3000
SECTION_FIELDS: Final = 10
FIELD_TEXT: Final = 2000
HEADER_TEXT: Final = 150
CONTEXT_ELEMENTS: Final = 10
CONTEXT_TEXT: Final = 3000
ACTIONS_ELEMENTS: Final = 25
MARKDOWN_TEXT: Final = 12_000  # over all markdown blocks of one payload

# Buttons.
BUTTON_TEXT: Final = 75
BUTTON_VALUE: Final = 2000
BUTTON_URL: Final = 3000
ACCESSIBILITY_LABEL: Final = 75

# Options of selects, checkboxes, radio buttons and overflow menus.
OPTION_TEXT: Final = 75
OPTION_VALUE: Final = 150
OPTION_DESCRIPTION: Final = 75
SELECT_OPTIONS: Final = 100
OPTION_GROUPS: Final = 100
GROUP_OPTIONS: Final = 100
GROUP_LABEL: Final = 75
OVERFLOW_OPTIONS: Final = 5
CHECKBOXES_OPTIONS: Final = 10
RADIO_OPTIONS: Final = 10

# Inputs.
INPUT_TEXT: Final = 3000
PLACEHOLDER: Final = 150
LABEL: Final = 2000
HINT: Final = 2000

# Identifiers.
ACTION_ID: Final = 255
BLOCK_ID: Final = 255
CALLBACK_ID: Final = 255
EXTERNAL_ID: Final = 255
PRIVATE_METADATA: Final = 3000

# Views.
VIEW_TITLE: Final = 24
VIEW_BUTTON: Final = 24  # submit and close
VIEW_STACK: Final = 3
VIEW_BYTES: Final = 250_000

# Confirmation dialogs.
CONFIRM_TITLE: Final = 100
CONFIRM_TEXT: Final = 300
CONFIRM_BUTTON: Final = 30

# Images.
IMAGE_URL: Final = 3000
IMAGE_ALT: Final = 2000
IMAGE_TITLE: Final = 2000

# Tables.
TABLE_ROWS: Final = 100
TABLE_CELLS: Final = 20
MESSAGE_TABLES: Final = 1

# Charts (`data_visualization`).
CHART_TITLE: Final = 50
CHART_LABEL: Final = 20
CHART_SEGMENTS: Final = 6
CHART_SERIES: Final = 6
CHART_POINTS: Final = 20
MESSAGE_CHARTS: Final = 2

# Messages.
MESSAGE_TEXT: Final = 4000  # what Slack advises
MESSAGE_TEXT_REFUSED: Final = 40_000
MESSAGE_BLOCKS_TEXT: Final = 12_000  # undocumented: `msg_blocks_too_long` was met near 12-13k characters
MESSAGE_BLOCKS_TEXT_SAFE: Final = 8000  # what our own messages stay under
MESSAGE_BLOCKS_SAFE: Final = 40

# Files.
FILE_BYTES: Final = 1_000_000_000
FILE_TITLE: Final = 255  # not documented

# Moments, in seconds.
ACK_SECONDS: Final = 3
TRIGGER_SECONDS: Final = 3
RESPONSE_URL_SECONDS: Final = 30 * 60
RESPONSE_URL_USES: Final = 5
