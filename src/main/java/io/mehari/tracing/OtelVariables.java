package io.mehari.tracing;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Variables of the environment that OpenTelemetry names. Empty ones count as not set.
 *
 * @param values by name
 */
record OtelVariables(Map<String, String> values) {
    /** The first that is set. */
    Optional<String> first(String... names) {
        for (String name : names) {
            String value = values.get(name);
            if (value != null && !value.isBlank()) {
                return Optional.of(value.strip());
            }
        }
        return Optional.empty();
    }

    /** Whether {@code OTEL_SDK_DISABLED} switches everything off. */
    boolean isDisabled() {
        return first("OTEL_SDK_DISABLED").filter("true"::equalsIgnoreCase).isPresent();
    }

    /**
     * Pairs {@code name=value} with commas between; values are percent-encoded (W3C Baggage, section 3.2).
     *
     * @throws InvalidTracingException if something is no pair
     */
    Map<String, String> list(String... names) {
        Map<String, String> pairs = new LinkedHashMap<>();
        first(names).ifPresent(text -> {
            for (String pair : text.split(",", -1)) {
                int equals = pair.indexOf('=');
                if (equals > 0) {
                    pairs.put(
                            pair.substring(0, equals).strip(),
                            decoded(pair.substring(equals + 1).strip(), names));
                } else if (!pair.isBlank()) {
                    throw notAList(names);
                }
            }
        });
        return pairs;
    }

    /**
     * Share of traces that is kept: {@code OTEL_TRACES_SAMPLER}, with {@code OTEL_TRACES_SAMPLER_ARG}.
     *
     * @throws InvalidTracingException if the share is no number from 0 to 1
     */
    double ratio() {
        String sampler =
                first("OTEL_TRACES_SAMPLER").orElse("parentbased_traceidratio").toLowerCase(Locale.ROOT);
        if (sampler.endsWith("always_off")) {
            return 0;
        }
        if (sampler.endsWith("always_on")) {
            return 1;
        }
        String text = first("OTEL_TRACES_SAMPLER_ARG").orElse("1");
        try {
            double ratio = Double.parseDouble(text);
            if (ratio >= 0 && ratio <= 1) {
                return ratio;
            }
        } catch (NumberFormatException e) {
            throw noShare();
        }
        throw noShare();
    }

    /** A plus sign is a plus sign here, unlike in forms. */
    private static String decoded(String value, String... names) {
        try {
            return URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw notAList(names);
        }
    }

    /** Without the value, which may hold a secret. */
    private static InvalidTracingException notAList(String... names) {
        return new InvalidTracingException(
                String.join(" or ", names) + " is not a list of name=value with commas between",
                "Write a comma in a value as %2C, a percent sign as %25.");
    }

    private static InvalidTracingException noShare() {
        return new InvalidTracingException(
                "OTEL_TRACES_SAMPLER_ARG is no share of traces", "Set it to a number from 0 to 1, such as 0.1.");
    }
}
