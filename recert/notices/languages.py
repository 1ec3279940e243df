"""The languages a body may write its letters in, each by its own name."""

from __future__ import annotations

LANGUAGES: dict[str, str] = {
    "ar": "العربيّة",
    "de": "Deutsch",
    "el": "Ελληνικά",
    "en": "English",
    "es": "español",
    "fr": "français",
    "he": "עברית",
    "hi": "हिन्दी",
    "it": "italiano",
    "ja": "日本語",
    "ko": "한국어",
    "nl": "Nederlands",
    "pl": "polski",
    "pt": "português",
    "pt-br": "português (Brasil)",
    "sv": "svenska",
    "tr": "Türkçe",
    "uk": "українська",
    "vi": "Tiếng Việt",
    "zh-hans": "简体中文",
    "zh-hant": "繁體中文",
}

RIGHT_TO_LEFT = frozenset({"ar", "he"})
