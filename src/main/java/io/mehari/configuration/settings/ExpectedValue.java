package io.mehari.configuration.settings;

import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import org.springframework.core.ResolvableType;
import org.springframework.util.PlaceholderResolutionException;
import org.springframework.util.unit.DataSize;

/** Says in words what a setting should have been. Never says what it was, which may be a secret. */
final class ExpectedValue {
    private ExpectedValue() {}

    /** What is wrong with a value that could not be read as this type. */
    static String of(ResolvableType type, Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof PatternSyntaxException syntax) {
                return "not a regular expression: " + syntax.getDescription();
            }
            if (cause instanceof DateTimeParseException) {
                return "expected a date such as 2027-01-31 or an instant such as 2027-01-31T18:00:00Z";
            }
        }
        return "expected " + words(type.resolve(Object.class));
    }

    /** Which variable has no value. */
    static String unresolved(PlaceholderResolutionException failure) {
        return failure.getMessage().replaceFirst("(?s) (?:in value|<--).*", "") + ": it is not set";
    }

    /** What a record says about values that it does not take. */
    static Optional<String> ofRecord(ResolvableType type, Throwable failure) {
        if (!type.resolve(Object.class).isRecord()) {
            return Optional.empty();
        }
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return Optional.of(Optional.ofNullable(cause.getMessage()).orElse("these values do not fit together"));
    }

    private static String words(Class<?> type) {
        if (type.isEnum()) {
            return Arrays.stream(type.getEnumConstants())
                    .map(constant ->
                            constant.toString().toLowerCase(Locale.ROOT).replace('_', '-'))
                    .collect(Collectors.joining(", ", "one of ", ""));
        }
        if (type == int.class || type == long.class || type == Integer.class || type == Long.class) {
            return "a whole number";
        }
        if (type == boolean.class || type == Boolean.class) {
            return "true or false";
        }
        if (type == Duration.class) {
            return "a duration such as 500ms, 30s or 2m";
        }
        if (type == DataSize.class) {
            return "a size such as 64KB or 10MB";
        }
        if (Collection.class.isAssignableFrom(type)) {
            return "a list";
        }
        return type == Path.class ? "a path" : "a value of type " + type.getSimpleName();
    }
}
