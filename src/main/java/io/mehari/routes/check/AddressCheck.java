package io.mehari.routes.check;

import io.mehari.routes.check.Address.Option;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.util.TimeUtils;

/** Compares addresses with the components on the class path and their options. */
final class AddressCheck {
    private static final Set<String> SEVERAL_STARTS = Set.of("consumer.", "scheduler.");

    private final ComponentCatalog catalog;
    private final Findings findings;

    AddressCheck(ComponentCatalog catalog, Findings findings) {
        this.catalog = catalog;
        this.findings = findings;
    }

    void check(Address address) {
        if (address.scheme().contains("${") || address.scheme().contains("{{")) {
            return;
        }
        Optional<ComponentOptions> component = catalog.find(address.scheme());
        if (component.isEmpty()) {
            unknown(address);
        } else if (component.get().isKnown()) {
            options(address, component.get());
        }
    }

    private void unknown(Address address) {
        String scheme = address.scheme();
        String file = address.at().file().name();
        Optional<String> artifact = catalog.artifactOf(scheme);
        String suggestion = artifact.map(name -> "It is in " + ComponentArtifacts.howToAdd(name))
                .orElseGet(() -> Findings.didYouMean(scheme, catalog.schemes()));
        String message = artifact.isPresent()
                ? "the component " + scheme + " is not part of the gateway"
                : "there is no component " + scheme;
        findings.error(Rule.COMPONENT, file, address.uri(), message, suggestion);
    }

    private void options(Address address, ComponentOptions component) {
        Set<String> given = new TreeSet<>();
        for (Option option : address.options()) {
            given.add(option.name());
            Optional<ComponentOption> known = component.find(option.name());
            if (known.isPresent()) {
                value(address, option, known.get());
            } else if (!option.name().contains("${") && !address.scheme().equals("kamelet")) {
                unknown(address, option, component);
            }
        }
        boolean bare = address.isBare();
        for (ComponentOption option : component.required()) {
            boolean there = given.contains(option.name())
                    || option.path() && !bare && !address.path().isBlank();
            if (!there
                    && !(option.multiple()
                            || option.path() && !bare && component.required().indexOf(option) > 0)) {
                String message = address.scheme() + " needs " + option.name();
                findings.error(Rule.OPTION, address.at().file().name(), address.uri(), message);
            }
        }
    }

    private void unknown(Address address, Option option, ComponentOptions component) {
        String name = option.name();
        if (SEVERAL_STARTS.stream().anyMatch(name::startsWith)) {
            return;
        }
        String file = address.at().file().name();
        String message = address.scheme() + " has no option " + name;
        String suggestion = Findings.didYouMean(name, component.names());
        if (!component.lenient()) {
            findings.error(Rule.OPTION, file, option.node(), message, suggestion);
        } else if (!option.behind() && !suggestion.isEmpty()) {
            findings.warning(Rule.OPTION, file, option.node(), message + " and sends it on", suggestion);
        }
    }

    private void value(Address address, Option option, ComponentOption known) {
        String value = option.value();
        if (value.isEmpty()
                || value.contains("{{")
                || value.contains("${")
                || value.startsWith("#")
                || value.startsWith("RAW")) {
            return;
        }
        String file = address.at().file().name();
        String what = option.name() + " of " + address.scheme();
        switch (known.type()) {
            case "boolean" -> {
                if (!value.matches("(?i)true|false")) {
                    findings.error(Rule.OPTION, file, option.node(), what + " is true or false");
                }
            }
            case "integer" -> {
                if (!value.matches("[+-]?\\d+")) {
                    findings.error(Rule.OPTION, file, option.node(), what + " is a whole number");
                }
            }
            case "duration" -> {
                if (!isDuration(value)) {
                    findings.error(
                            Rule.OPTION, file, option.node(), what + " is a duration", "Write it as 500, 30s or 5m");
                }
            }
            default -> oneOf(known.values(), file, option, what);
        }
    }

    private void oneOf(List<String> values, String file, Option option, String what) {
        if (!values.isEmpty() && values.stream().noneMatch(option.value()::equalsIgnoreCase)) {
            String message = what + " is one of " + String.join(", ", values);
            findings.error(Rule.OPTION, file, option.node(), message, Findings.didYouMean(option.value(), values));
        }
    }

    private static boolean isDuration(String value) {
        if (value.matches("(?i)[+-]?P.+")) {
            return true;
        }
        try {
            TimeUtils.toMilliSeconds(value);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
