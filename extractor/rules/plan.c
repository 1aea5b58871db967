/* Plans, made from trees. See plan.h. */
#include "rules/program.h"

/* Memory for `count` of them; NULL if there are none, or no memory. */
#define TAKE(a, type, count) ((count) ? (type *)drg_arena_take((a), (count) * sizeof(type)) : NULL)

static drg_status plan_template(arena *a, const template_tree *t, template_plan *out) {
    template_piece *pieces = TAKE(a, template_piece, t->count);
    *out = (template_plan){pieces, t->count};
    if (t->count && !pieces) return DRG_NO_MEMORY;
    for (uint32_t i = 0; i < t->count; i++) {
        const template_part *p = &t->parts[i];
        pieces[i] = (template_piece){p->literal, p->capture, p->index, p->field, p->function};
    }
    return DRG_OK;
}

static drg_status plan_fields(arena *a, const field_tree *trees, uint32_t count, const field_plan **out) {
    field_plan *fields = TAKE(a, field_plan, count);
    *out = fields;
    if (count && !fields) return DRG_NO_MEMORY;
    for (uint32_t i = 0; i < count; i++) {
        fields[i] = (field_plan){.key = trees[i].key, .date_key = trees[i].date_key};
        TRY(plan_template(a, &trees[i].value, &fields[i].value));
    }
    return DRG_OK;
}

static drg_status plan_wheres(arena *a, const where_tree *trees, uint32_t count, const where_plan **out) {
    where_plan *wheres = TAKE(a, where_plan, count);
    *out = wheres;
    if (count && !wheres) return DRG_NO_MEMORY;
    for (uint32_t i = 0; i < count; i++) {
        const where_tree *t = &trees[i];
        wheres[i] = (where_plan){.kind = t->kind, .negated = t->negated, .operator= t->operator, .label = t->label };
        TRY(plan_template(a, &t->left, &wheres[i].left));
        TRY(plan_template(a, &t->right, &wheres[i].right));
    }
    return DRG_OK;
}

drg_status drg_plan_compile(const rule_tree *t, arena *a, rule_plan *out) {
    *out = (rule_plan){.stage = t->stage,
                       .of_tokens = !t->is_evidence && t->match,
                       .date_count = t->date_count,
                       .set_count = t->set_count,
                       .where_count = t->where_count};
    TRY(plan_template(a, &t->value, &out->value));
    TRY(plan_fields(a, t->dates, t->date_count, &out->dates));
    TRY(plan_fields(a, t->sets, t->set_count, &out->sets));
    return plan_wheres(a, t->wheres, t->where_count, &out->wheres);
}
