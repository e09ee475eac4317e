package io.mehari.catalog.schema;

import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.Specification;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.dialect.BasicDialectRegistry;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.DialectRegistry;
import com.networknt.schema.path.PathType;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The dialects of JSON Schema that are known, with keywords that are bounded where the validator's are not. The format
 * {@code regex} is not checked: to compile an expression of a caller can take hours.
 */
final class Dialects {
    private static final Map<String, Dialect> BY_ID = Arrays.stream(SpecificationVersion.values())
            .map(Specification::getDialect)
            .map(Dialects::bounded)
            .collect(Collectors.toMap(dialect -> key(dialect.getId()), Function.identity()));

    private static final DialectRegistry REGISTRY = new BasicDialectRegistry(BY_ID.values());

    private Dialects() {}

    private static Dialect bounded(Dialect dialect) {
        return Dialect.builder(dialect)
                .keywords(ExactKeyword.ALL)
                .formats(formats -> formats.remove("regex"))
                .unknownKeywordFactory((keyword, context) -> null)
                .build();
    }

    /**
     * The dialect that {@code $schema} names.
     *
     * @param id an address, with http or https, with or without an empty fragment
     * @return empty if it is none of those of json-schema.org
     */
    static Optional<Dialect> find(String id) {
        return Optional.ofNullable(BY_ID.get(key(id)));
    }

    /** The dialect of schemas that name none: 2020-12. */
    static Dialect latest() {
        return BY_ID.get(key(SpecificationVersion.DRAFT_2020_12.getDialectId()));
    }

    /**
     * A registry for one schema: schemas of two servers may carry the same {@code $id}.
     *
     * @param dialect dialect of the schema
     * @param patterns compiles its patterns
     * @return follows no reference to the network
     */
    static SchemaRegistry registry(Dialect dialect, Patterns patterns) {
        return SchemaRegistry.builder()
                .defaultDialectId(dialect.getId())
                .dialectRegistry(REGISTRY)
                .schemaRegistryConfig(SchemaRegistryConfig.builder()
                        .pathType(PathType.JSON_POINTER)
                        .locale(Locale.ENGLISH)
                        .regularExpressionFactory(patterns)
                        .build())
                .build();
    }

    private static String key(String id) {
        return id.replaceFirst("^https?://", "").replaceFirst("#?/?$", "").toLowerCase(Locale.ROOT);
    }
}
