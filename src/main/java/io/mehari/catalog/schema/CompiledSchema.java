package io.mehari.catalog.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import io.mehari.call.Violation;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A tool's input schema once it is compiled. Safe for concurrent use. */
final class CompiledSchema {
    private static final Logger LOG = LoggerFactory.getLogger(CompiledSchema.class);

    private static final String TOO_COSTLY =
            "The arguments take too long to check against a pattern of the schema: send shorter strings";

    private static final String TOO_LARGE = "Its references make more than " + SchemaExpansion.MOST
            + " schemas against which one value would be checked";

    /** Most values of a schema, names of keywords not counted. */
    private static final int MOST_VALUES = 100_000;

    private static final String TOO_LONG = "It has more than " + MOST_VALUES + " values";

    private static final String TOO_DEEP =
            "The arguments are too deep or too long to be checked against the schema: send flatter or shorter ones";

    /** Longest message of one violation, in characters; enumerations and patterns can be longer. */
    private static final int MOST_MESSAGE = 1_000;

    /** Longest pointer of one violation, in characters: it is made of names that the caller chose. */
    private static final int MOST_POINTER = 2_000;

    /** Keywords whose error is reported at an object but concerns one property of it. */
    private static final Set<String> OF_A_PROPERTY =
            Set.of("required", "dependentRequired", "additionalProperties", "unevaluatedProperties");

    private final Schema schema;
    private final String problem;
    private final List<String> dropped;
    private final AtomicBoolean reported = new AtomicBoolean();

    private CompiledSchema(Schema schema, String problem, List<String> dropped) {
        this.schema = schema;
        this.problem = problem;
        this.dropped = dropped;
    }

    /**
     * A schema that checks nothing.
     *
     * @param problem why; null if there is nothing to check
     * @return accepts all arguments
     */
    static CompiledSchema unchecked(String problem) {
        return new CompiledSchema(null, problem, List.of());
    }

    /**
     * Compiles a schema, in bounded time. Never throws for an invalid one.
     *
     * @param definition the schema; null for a tool without one
     * @return accepts all arguments if the schema is absent or cannot be compiled
     */
    static CompiledSchema of(JsonNode definition) {
        if (isAbsent(definition)) {
            return unchecked(null);
        }
        if (!(definition instanceof ObjectNode object)) {
            return unchecked("It is no JSON object");
        }
        try {
            return tooManyValues(definition) ? unchecked(TOO_LONG) : compile(object);
        } catch (StackOverflowError e) {
            return unchecked("The schema refers to itself without end, or is nested too deep");
        } catch (RuntimeException e) {
            return unchecked(e.toString());
        }
    }

    static boolean isAbsent(JsonNode definition) {
        return definition == null || definition.isNull() || definition.isMissingNode();
    }

    private static CompiledSchema compile(ObjectNode definition) {
        Patterns patterns = new Patterns();
        CleanSchema clean = SchemaCleaner.clean(definition, patterns);
        if (SchemaExpansion.of(clean.schema()).isTooLarge()) {
            return unchecked(TOO_LARGE);
        }
        Schema schema = Dialects.registry(clean.dialect(), patterns).getSchema(clean.schema());
        schema.initializeValidators();
        schema.validate(new CheckRun(1), JsonNodeFactory.instance.objectNode());
        return new CompiledSchema(schema, null, clean.remarks());
    }

    static boolean tooManyValues(JsonNode definition) {
        Deque<JsonNode> open = new ArrayDeque<>(List.of(definition));
        for (int count = 0; !open.isEmpty(); count++) {
            if (count > MOST_VALUES) {
                return true;
            }
            open.pop().forEach(open::push);
        }
        return false;
    }

    /**
     * Why nothing is checked.
     *
     * @return empty if something is, or the schema is absent
     */
    Optional<String> problem() {
        return Optional.ofNullable(problem);
    }

    /**
     * The keywords that are not understood and left out of checks.
     *
     * @return a sentence for each, which begins with its JSON pointer in the schema; some of them, if they are many
     */
    List<String> dropped() {
        return dropped;
    }

    /**
     * Checks arguments, in bounded time. Never throws for arguments of a bounded size.
     *
     * @param arguments arguments of a call; to be read only
     * @return the violations, at most {@link CheckRun#MOST_VIOLATIONS}; empty if there is none or nothing can be checked
     */
    List<Violation> check(JsonNode arguments) {
        return run(arguments).violations();
    }

    /**
     * Checks arguments, and once more those that were refused for numbers and booleans in quotes, without the quotes.
     *
     * @param arguments arguments of a call; not changed
     * @return what passes, or what is violated without the quotes
     */
    Checked checkCoercing(ObjectNode arguments) {
        Found first = run(arguments);
        ObjectNode coerced = first.errors().isEmpty() ? arguments : Coercion.of(first.errors(), arguments);
        return new Checked(coerced, coerced == arguments ? first.violations() : check(coerced));
    }

    /**
     * What a check has found.
     *
     * @param errors as the validator has them; empty where the check was not done to its end
     */
    private record Found(List<Error> errors, List<Violation> violations) {
        static final Found NOTHING = new Found(List.of(), List.of());

        static Found only(Violation violation) {
            return new Found(List.of(), List.of(violation));
        }
    }

    private Found run(JsonNode arguments) {
        if (schema == null) {
            return Found.NOTHING;
        }
        try {
            return run(arguments, new CheckRun(ArgumentNumbers.count(arguments)));
        } catch (ArgumentNumbers.TooLongException e) {
            return Found.only(e.violation());
        } catch (StackOverflowError e) {
            return Found.only(new Violation("", TOO_DEEP, "schema"));
        }
    }

    private Found run(JsonNode arguments, CheckRun run) {
        try {
            BoundedPattern.bounded(() -> schema.validate(run, arguments));
        } catch (CheckEndedException e) {
            switch (e.reason()) {
                case COSTLY_PATTERN -> {
                    return Found.only(new Violation("", TOO_COSTLY, "pattern"));
                }
                case TOO_MANY_STEPS -> {
                    return Found.only(new Violation("", TOO_DEEP, "schema"));
                }
                case ENOUGH_VIOLATIONS -> LOG.trace("There are more violations than are listed");
            }
        } catch (RuntimeException e) {
            if (reported.compareAndSet(false, true)) {
                LOG.warn("A schema cannot be applied to arguments, which pass unchecked", e);
            }
            return Found.NOTHING;
        }
        List<Error> errors = run.violations();
        return errors.isEmpty()
                ? Found.NOTHING
                : new Found(
                        errors, errors.stream().map(CompiledSchema::violation).toList());
    }

    private static Violation violation(Error error) {
        String location = error.getInstanceLocation().toString();
        String keyword = error.getKeyword() == null ? "schema" : error.getKeyword();
        return new Violation(
                cut(pointer(location, error), MOST_POINTER),
                (location.isEmpty() ? "The arguments" : cut(location, MOST_POINTER)) + ": "
                        + cut(error.getMessage(), MOST_MESSAGE),
                keyword,
                keyword.equals("type") && error.getSchemaNode() != null
                        ? error.getSchemaNode().asText("")
                        : "");
    }

    /** Points to the property that is missing or not allowed, not to the object around it. */
    private static String pointer(String location, Error error) {
        return error.getProperty() != null && OF_A_PROPERTY.contains(error.getKeyword())
                ? location + "/" + Pointers.escaped(error.getProperty())
                : location;
    }

    private static String cut(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most) + "...";
    }
}
