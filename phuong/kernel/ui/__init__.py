"""The design system: every page stands on it. Server-rendered, no inline script or style.

Pages extend `ui/base.html` (citizens), `ui/staff.html` (`menu`, `trail`), `ui/question.html`
(`form`, `question`, `back_url`, `caption`) or `ui/print_a5.html` (`slip_title`), fill the block
`main` and are answered by `pages.render_page(request, template, context, status=422)`. A context
named `form` gets its error summary by itself. `{% load ui %}` brings (values are in `parts`):

    {% tag dossier.state_label "info" %}      state in words; info ok warn bad muted violet
    {% deadline days due=due_at short=True %} working days left; paused_since=, late=
    {% timeline steps public=True %}          [Step(title, "done"|"now"|"todo", at, unit, officer)]
    {% note "warn" %}…{% endnote %}           block with a bar; role="status" after an action
    {% panel title="Đã gửi" %}…{% endpanel %} finished; tone="plain" where nothing green belongs
    {% box "Giấy tờ" "giay-to" %}…{% endbox %} framed section with heading and id
    {{ form }} · {% field form.name %}        label, hint, error, control; {% error_summary form %}
    {% task_list tasks %}                     [Task(title, url, "done"|"doing"|"todo"|"blocked")]
    {% summary rows %}                        [Row(label, value, change_url)] check answers
    {% cards cards %} · {% figures figures %} [Card(title, url, text)] · [Figure(label, value, url)]
    {% uploads files %} · {% evidence pieces %}  [Uploaded(…)] · [Evidence(…)]
    {% next_action act others %}              Act(label, url, consequence) and the rest, folded
    {% progress 4 9 "tiêu chí" %}             words first, then the bar
    {% code "4821773055920164" group=4 copy=True %} · {% qr address dossier.code %}
    {% breadcrumbs trail %} · {% exit_link %} [(words, url), …] · "Rời trang này"
    {% slot "desk" %}                         what others put there with `slots.fill`

A list: `{% filters %}{{ form }}{% endfilters %} {% chips form count="99+" noun="hồ sơ" %}`, then
`{% scroll "tieu-de" %}<table class="table p-stack" data-rows>…` with `{% sort_head "han" "Hạn" sort
%}`, cells with `data-l="Hạn"`, `{% empty "Không có hồ sơ nào khớp." %}`, `{% pagination page %}`.
In the view: `tables.sort_of`, `tables.page_of(request, rows, ("due_at", "id"))`.

Charts, from `charts`: `bar_chart(Words(ident, title, finding, how), [Bar(label, value, part, url)],
label_head=…, value_head=…)`, `line_chart(words, labels, [Series(name, values)], …)`, `spark`.
Filters: `number percent dong day short_day long_day clock moment short_moment size iso`.

Forms extend `forms.RefusableForm` (posts; `.refuse(rule)`, `cleaned_data["request_id"]`) or
`forms.FilterForm` (GET). Fields: PersonNameField, PhoneField, IdNumberField, CodeField,
DateField3(partial=, birthday=, before=), UploadField, UploadsField.
For scripts: `data-print`, `data-next` (key E), `data-rows` (keys J, K), `data-search` (key /).
"""
