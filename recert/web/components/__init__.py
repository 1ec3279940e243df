"""What pages are made of: template tags and filters, loaded in every template.

See them all, with sample data, at `/style` (development and sandbox only).

Blocks (each takes content up to its `end...` tag; tones are good, warn, stop, ask, note,
quiet, and every tone has its own shape):

    {% answer "warn" %}<p>You need 0.3 more CECs.</p> ... {% endanswer %}
    {% panel "note" title %} ... {% endpanel %}
    {% empty title %}<p>What to do first.</p><a class="button">...{% endempty %}

Tags:

    {% breadcrumb "Rulebooks" url "ACSM" %}         labels and addresses in turn; last is here
    {% tag "good" "Confirmed" %}                    a word with a shape
    {% status "grace" %}                            a findings.Status in words, with its tone
    {% icon "good" %}
    {% field form.title %}                          label, hint, error, widget; any Django field
    {% field form.city short=True %}                a narrow one (dates, amounts)
    {% error_summary form %}                        at the top of the page; takes the focus
    {% task_list tasks %}                           of `lists.Task`
    {% summary_list rows %}                         of `lists.Row` (or anything alike)
    {% pagination page %}                           of a Django `Page`; keeps the query string
    {% figure "2.0 CECs" clause %}                  a number that opens to a `ClauseView`
    {% ring counted need unit %}                    small=True for a row
    {% cycle_line line %}                           of `drawings.CycleLine`; see line_of_standing
    {% progress done total label %}
    {% decimal amount %}                            a credit in a table, on its decimal point

Filters: `|day` (31 March 2027) `|day_range:end` `|away:today` (in 126 days) `|amount` (a
Fraction, exactly) `|money` (of amounts.Money).

Plain classes: `button` (`-quiet`, `-danger`, `-small`), `card`, `grid`, `stack`, `flow` (prose),
`row`, `sides` (text with a column beside it), `narrow`, `table` (`table-cards` becomes cards on
a phone: give each `td` a `data-label`; numbers get class `num`), `timeline`, `choices`, `quiet`,
`no-print`, `print-only`. A page extends `base.html` and fills `title`, `crumbs`, `content`
(or `page` for full control), and `scripts`.
"""
