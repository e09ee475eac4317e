package io.mehari.catalog.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.path.PathType;
import io.mehari.call.Violation;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A tool's input schema, compiled: JSON Schema 2020-12 unless {@code $schema} says otherwise. References to the network
 * are never followed. A schema that does not compile accepts all arguments and gives the reason in {@link #problem}.
 * Safe for concurrent use.
 */
public final class ToolSchema {
    private static final SchemaRegistryConfig CONFIG = SchemaRegistryConfig.builder()
            .pathType(PathType.JSON_POINTER)
            .locale(Locale.ENGLISH)
            .regularExpressionFactory(BoundedPattern::new)
            .build();

    private static final Set<String> TYPES =
            Set.of("string", "number", "integer", "boolean", "object", "array", "null");

    private static final String TOO_COSTLY =
            "The arguments take too long to check against a pattern of the schema: send shorter strings";

    private static final String TOO_LARGE = "Its references make more than " + SchemaExpansion.MOST
            + " schemas against which one value would be checked";
    private static final String TOO_DEEP =
            "The arguments are too deep or too long to be checked against the schema: send flatter or shorter ones";

    /** Keywords whose error is reported at an object but concerns one property of it. */
    private static final Set<String> OF_A_PROPERTY =
            Set.of("required", "dependentRequired", "additionalProperties", "unevaluatedProperties");

    private final Schema schema;
    private final String problem;
    private final boolean counted;

    private ToolSchema(Schema schema, String problem, boolean counted) {
        this.schema = schema;
        this.problem = problem;
        this.counted = counted;
    }

    private static ToolSchema unchecked(String problem) {
        return new ToolSchema(null, problem, false);
    }

    /**
     * Compiles a schema. Never throws for an invalid one.
     *
     * @param definition the schema; null for a tool without one
     * @return accepts all arguments if the schema is absent or does not compile
     */
    public static ToolSchema of(JsonNode definition) {
        if (definition == null || definition.isNull() || definition.isMissingNode()) {
            return unchecked(null);
        }
        try {
            SchemaExpansion expansion = SchemaExpansion.of(definition);
            if (expansion.isTooLarge()) {
                return unchecked(TOO_LARGE);
            }
            // A registry of its own: schemas of two servers may carry the same $id.
            Schema schema = SchemaRegistry.withDefaultDialect(
                            SpecificationVersion.DRAFT_2020_12, builder -> builder.schemaRegistryConfig(CONFIG))
                    .getSchema(definition);
            schema.initializeValidators();
            schema.validate(JsonNodeFactory.instance.objectNode());
            return new ToolSchema(schema, null, expansion.hasReferences());
        } catch (StackOverflowError e) {
            return unchecked("The schema refers to itself without end");
        } catch (RuntimeException e) {
            return unchecked(e.toString());
        }
    }

    /**
     * Why the schema could not be compiled.
     *
     * @return empty if it could, or is absent
     */
    public Optional<String> problem() {
        return Optional.ofNullable(problem);
    }

    /**
     * Checks arguments, in bounded time.
     *
     * @param arguments arguments of a call; to be read only
     * @return every violation; empty if there is none or nothing can be checked
     */
    public List<Violation> check(JsonNode arguments) {
        if (schema == null) {
            return List.of();
        }
        try {
            List<Error> errors =
                    BoundedPattern.bounded(() -> schema.validate(counted ? CountedArguments.of(arguments) : arguments));
            return errors.isEmpty()
                    ? List.of()
                    : errors.stream()
                            .filter(ToolSchema::isMeant)
                            .map(ToolSchema::violation)
                            .toList();
        } catch (BoundedPattern.TooCostlyException e) {
            return List.of(new Violation("", TOO_COSTLY, "pattern"));
        } catch (StackOverflowError | CountedArguments.TooManyLooksException e) {
            return List.of(new Violation("", TOO_DEEP, "schema"));
        }
    }

    /** A type that JSON Schema does not define, such as "any", is ignored; it would reject every value otherwise. */
    private static boolean isMeant(Error error) {
        JsonNode type = error.getSchemaNode();
        return !"type".equals(error.getKeyword())
                || type == null
                || !type.isTextual()
                || TYPES.contains(type.textValue());
    }

    private static Violation violation(Error error) {
        String location = error.getInstanceLocation().toString();
        return new Violation(pointer(location, error), sentence(location, error.getMessage()), error.getKeyword());
    }

    /** Points to the property that is missing or not allowed, not to the object around it. */
    private static String pointer(String location, Error error) {
        return error.getProperty() != null && OF_A_PROPERTY.contains(error.getKeyword())
                ? location + "/" + error.getProperty().replace("~", "~0").replace("/", "~1")
                : location;
    }

    private static String sentence(String pointer, String message) {
        return (pointer.isEmpty() ? "The arguments" : pointer) + ": " + message;
    }
}
