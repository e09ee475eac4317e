package io.mehari.configuration.settings;

import io.mehari.text.NearestKey;
import jakarta.validation.Validation;
import jakarta.validation.ValidatorFactory;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.OriginLookup;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.util.PlaceholderResolutionException;

/** Finds settings that the gateway does not know or cannot read, wherever they come from. */
public final class SettingsCheck {
    private static final Pattern SHORTENED_GROUP =
            Pattern.compile("mehari\\.groups\\.(?![A-Za-z0-9][A-Za-z0-9_-]*(?:[.\\[].*)?$)([^.\\[]*).*");

    private static final ConfigurationPropertyName ROOT = ConfigurationPropertyName.of("mehari");

    private final ConfigurableEnvironment environment;
    private final Map<String, Class<?>> types = SettingsTypes.find();
    private final SettingsTree known = new SettingsTree();
    private final Set<SettingsProblem> problems = new LinkedHashSet<>();

    private SettingsCheck(ConfigurableEnvironment environment) {
        this.environment = environment;
        types.forEach(known::add);
    }

    /** All problems, those of files in the order of their lines. */
    public static List<SettingsProblem> of(ConfigurableEnvironment environment) {
        SettingsCheck check = new SettingsCheck(environment);
        check.names();
        check.values();
        List<SettingsProblem> sorted =
                new ArrayList<>(check.problems.stream().sorted().toList());
        sorted.addAll(check.variables());
        return sorted;
    }

    private void names() {
        for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
            if (source instanceof IterableConfigurationPropertySource names && !isProcess(source)) {
                names.stream().forEach(name -> name(source, name));
                groupNames(source);
            }
        }
    }

    /** Spring Boot leaves out characters of a name that it does not know, and two names would become one unnoticed. */
    private void groupNames(ConfigurationPropertySource source) {
        if (source.getUnderlyingSource() instanceof EnumerablePropertySource<?> raw) {
            for (String name : raw.getPropertyNames()) {
                Matcher group = SHORTENED_GROUP.matcher(name);
                if (group.matches()) {
                    problems.add(SettingsProblem.of(
                            OriginLookup.getOrigin(raw, name),
                            "mehari.groups",
                            "group \"" + group.group(1) + "\": the name is a part of a path, so use up to 48 of"
                                    + " A-Z a-z 0-9 _ - beginning with a letter or digit"));
                }
            }
        }
    }

    /** Variables of the process have names of their own, and of the JVM's properties none is meant for settings alone. */
    private static boolean isProcess(ConfigurationPropertySource source) {
        return source.getUnderlyingSource() instanceof PropertySource<?> underlying
                && Set.of(
                                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                                StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME)
                        .contains(underlying.getName());
    }

    private void name(ConfigurationPropertySource source, ConfigurationPropertyName name) {
        boolean ours = ROOT.equals(name) || ROOT.isAncestorOf(name);
        Optional<String> problem = ours ? problemOf(source, name) : misplaced(name);
        problem.ifPresent(text -> problems.add(SettingsProblem.of(origin(source, name), name.toString(), text)));
    }

    private Optional<String> problemOf(ConfigurationPropertySource source, ConfigurationPropertyName name) {
        SettingsTree.Lookup lookup = known.find(name);
        if (!lookup.complete()) {
            return Optional.of("unknown key" + help(lookup, name));
        }
        String value = source.getConfigurationProperty(name).getValue().toString();
        if (lookup.deepest().isSection()) {
            return ROOT.equals(name) && value.isBlank() ? Optional.empty() : Optional.of(section(lookup.deepest()));
        }
        return unresolved(value);
    }

    private static String section(SettingsTree section) {
        return "expected keys below it, or nothing at all: " + String.join(", ", section.keys());
    }

    /** Spring Boot leaves {@code ${NAME}} as it is where there is no such variable. */
    private Optional<String> unresolved(String value) {
        try {
            environment.resolveRequiredPlaceholders(value);
            return Optional.empty();
        } catch (PlaceholderResolutionException e) {
            return Optional.of(ExpectedValue.unresolved(e));
        }
    }

    /** The nearest key at the same place, else a key of the same name anywhere. */
    private String help(SettingsTree.Lookup lookup, ConfigurationPropertyName name) {
        String parent = name.chop(lookup.known()).toString();
        String element = name.getElement(lookup.known(), Form.ORIGINAL);
        Collection<String> there = lookup.deepest().keys();
        return NearestKey.of(element, there)
                .map(nearest -> parent + "." + nearest)
                .or(() -> elsewhere(name.getLastElement(Form.ORIGINAL)))
                .map(nearest -> "; did you mean " + nearest + "?")
                .orElse(
                        there.isEmpty()
                                ? "; " + parent + " has none"
                                : "; known are " + there.stream().sorted().collect(Collectors.joining(", ")));
    }

    private Optional<String> elsewhere(String key) {
        return valueNames().stream().filter(name -> name.endsWith("." + key)).findFirst();
    }

    private List<String> valueNames() {
        List<String> names = new ArrayList<>();
        known.forEachValue("", names::add);
        return names;
    }

    /** A setting without {@code mehari.} before it, or with something that looks like it. */
    private Optional<String> misplaced(ConfigurationPropertyName name) {
        if (known.find(ROOT.append(name)).complete()) {
            return Optional.of("without effect here; did you mean " + ROOT.append(name) + "?");
        }
        boolean misspelt = name.getNumberOfElements() > 1
                && NearestKey.of(name.getElement(0, Form.ORIGINAL), List.of(ROOT.toString()))
                        .isPresent()
                && known.find(ROOT.append(name.subName(1))).complete();
        return misspelt
                ? Optional.of("unknown key; did you mean " + ROOT.append(name.subName(1)) + "?")
                : Optional.empty();
    }

    private void values() {
        try (ValidatorFactory validation = Validation.byDefaultProvider()
                .configure()
                .ignoreXmlConfiguration()
                .buildValidatorFactory()) {
            SettingsValues values = new SettingsValues(environment, validation.getValidator());
            types.forEach((prefix, type) -> values.check(prefix, type, problems::add));
        }
    }

    private List<SettingsProblem> variables() {
        return new SettingsVariables(valueNames()).check(environment.getSystemEnvironment());
    }

    private static Origin origin(ConfigurationPropertySource source, ConfigurationPropertyName name) {
        return Origin.from(source.getConfigurationProperty(name));
    }
}
