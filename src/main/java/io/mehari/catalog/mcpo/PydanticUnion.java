package io.mehari.catalog.mcpo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A choice of types, of which the one is taken that fits best ("smart mode").
 *
 * @param choices other types than null, at least one
 * @param nullable whether null is taken, too
 */
record PydanticUnion(List<PydanticType> choices, boolean nullable) implements PydanticType {
    /** A choice of these types, without those that are there twice; unions among them are taken apart. */
    static PydanticType of(List<PydanticType> types) {
        Set<PydanticType> all = new LinkedHashSet<>();
        boolean nullable = false;
        for (PydanticType type : types) {
            if (type instanceof PydanticUnion union) {
                all.addAll(union.choices());
                nullable |= union.nullable();
            } else if (type == PydanticScalar.NONE) {
                nullable = true;
            } else {
                all.add(type);
            }
        }
        if (all.isEmpty()) {
            return nullable ? PydanticScalar.NONE : PydanticScalar.ANY;
        }
        return all.size() == 1 && !nullable ? all.iterator().next() : new PydanticUnion(List.copyOf(all), nullable);
    }

    @Override
    public JsonNode take(JsonNode value, PydanticRun run) {
        if (nullable && value.isNull()) {
            return NullNode.instance;
        }
        return choices.size() == 1 ? choices.get(0).take(value, run) : best(value, run);
    }

    private JsonNode best(JsonNode value, PydanticRun run) {
        JsonNode best = null;
        PydanticRun bestRun = null;
        List<PydanticRun> failed = new ArrayList<>();
        for (PydanticType choice : choices) {
            PydanticRun branch = run.branch(choice.label(run.tool));
            JsonNode taken = choice.take(value, branch);
            if (taken == null) {
                failed.add(branch);
            } else if (best == null || isBetter(branch, bestRun)) {
                best = taken;
                bestRun = branch;
            }
        }
        if (best == null) {
            failed.forEach(run::addAll);
            return null;
        }
        run.fits(bestRun.fit());
        if (bestRun.fields() != PydanticRun.NO_MODEL) {
            run.set(bestRun.fields());
        }
        return best;
    }

    private static boolean isBetter(PydanticRun branch, PydanticRun best) {
        boolean models = branch.fields() != PydanticRun.NO_MODEL && best.fields() != PydanticRun.NO_MODEL;
        return models && branch.fields() != best.fields()
                ? branch.fields() > best.fields()
                : branch.fit().compareTo(best.fit()) > 0;
    }

    @Override
    public String label(String tool) {
        String names = choices.stream().map(type -> type.label(tool)).collect(Collectors.joining(","));
        String inner = choices.size() == 1 ? names : "union[" + names + "]";
        return nullable ? "nullable[" + inner + "]" : inner;
    }
}
