package io.mehari.configuration.settings;

import jakarta.validation.ConstraintViolation;
import jakarta.validation.Validator;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.springframework.boot.context.properties.bind.AbstractBindHandler;
import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.ConfigurationPropertyState;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.boot.origin.Origin;
import org.springframework.core.convert.ConverterNotFoundException;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Finds values of settings that do not fit. A value that cannot be read is replaced by the default, so that those
 * after it are looked at, too.
 */
final class SettingsValues {
    private final ConfigurableEnvironment environment;
    private final Binder binder;
    private final Validator validator;

    SettingsValues(ConfigurableEnvironment environment, Validator validator) {
        this.environment = environment;
        this.validator = validator;
        this.binder = Binder.get(environment);
    }

    /**
     * Reads a section as the gateway will, if anything in it is set: the defaults are known to fit, and looking at all of
     * them again is a twelfth of a start.
     */
    void check(String prefix, Class<?> type, Consumer<SettingsProblem> problems) {
        if (isSet(ConfigurationPropertyName.of(prefix))) {
            checkAlways(prefix, type, problems);
        }
    }

    private boolean isSet(ConfigurationPropertyName section) {
        for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
            if (source.containsDescendantOf(section) != ConfigurationPropertyState.ABSENT
                    || source.getConfigurationProperty(section) != null) {
                return true;
            }
        }
        return false;
    }

    /** Reads a section, defaults included. */
    void checkAlways(String prefix, Class<?> type, Consumer<SettingsProblem> problems) {
        Reading reading = new Reading(ConfigurationPropertyName.of(prefix), problems);
        Object settings = binder.bindOrCreate(reading.section, Bindable.of(type), reading);
        if (settings != null) {
            reading.validate(settings);
        }
    }

    private Origin origin(ConfigurationPropertyName name) {
        return StreamSupport.stream(
                        ConfigurationPropertySources.get(environment).spliterator(), false)
                .map(source -> source.getConfigurationProperty(name))
                .filter(property -> property != null)
                .findFirst()
                .map(ConfigurationProperty::getOrigin)
                .orElse(null);
    }

    /** The setting in this section that a sentence speaks of; the section itself if none was set. */
    private ConfigurationPropertyName spokenOf(ConfigurationPropertyName section, String text) {
        return below(section)
                .filter(name -> text.contains(name.getElement(section.getNumberOfElements(), Form.DASHED)))
                .findFirst()
                .orElse(section);
    }

    private ConfigurationPropertyName firstBelow(ConfigurationPropertyName parent) {
        return below(parent).findFirst().orElse(parent);
    }

    private Stream<ConfigurationPropertyName> below(ConfigurationPropertyName parent) {
        return StreamSupport.stream(
                        ConfigurationPropertySources.get(environment).spliterator(), false)
                .filter(IterableConfigurationPropertySource.class::isInstance)
                .flatMap(source -> ((IterableConfigurationPropertySource) source).stream())
                .filter(parent::isAncestorOf);
    }

    private final class Reading extends AbstractBindHandler {
        private final ConfigurationPropertyName section;
        private final Consumer<SettingsProblem> problems;
        private final Set<ConfigurationPropertyName> reported = new HashSet<>();

        Reading(ConfigurationPropertyName section, Consumer<SettingsProblem> problems) {
            this.section = section;
            this.problems = problems;
        }

        @Override
        public Object onFailure(
                ConfigurationPropertyName name, Bindable<?> target, BindContext context, Exception error) {
            if (error instanceof UnboundConfigurationPropertiesException || isNoSection(target, error)) {
                return null; // found by their names
            }
            Optional<String> ofRecord = ExpectedValue.ofRecord(target.getType(), error);
            if (ofRecord.isEmpty()) {
                report(name, ExpectedValue.of(target.getType(), error));
            } else if (reported.isEmpty()) {
                report(spokenOf(section, ofRecord.get()), ofRecord.get());
            }
            return null;
        }

        /** A value stands where there should be keys. */
        private static boolean isNoSection(Bindable<?> target, Exception error) {
            return error instanceof ConverterNotFoundException
                    && target.getType().resolve(Object.class).isRecord();
        }

        void validate(Object settings) {
            validator.validate(settings).forEach(this::violated);
        }

        private void violated(ConstraintViolation<?> violation) {
            String path = violation.getPropertyPath().toString();
            ConfigurationPropertyName name = section.append(DataObjectPropertyName.toDashedForm(path));
            boolean derived = reported.stream().anyMatch(other -> name.equals(other) || name.isAncestorOf(other));
            if (!derived && violation.getInvalidValue() == null) {
                missing(name);
            } else if (!derived) {
                boolean key = origin(name) != null || !violation.getMessage().contains(" must be ");
                report(key ? name : spokenOf(section, violation.getMessage()), violation.getMessage());
            }
        }

        /** A key that is not there has the place of those beside it. */
        private void missing(ConfigurationPropertyName name) {
            reported.add(name);
            Origin beside = origin(firstBelow(name.getParent()));
            problems.accept(SettingsProblem.of(beside, name.toString(), "missing"));
        }

        private void report(ConfigurationPropertyName name, String text) {
            reported.add(name);
            problems.accept(SettingsProblem.of(origin(name), name.toString(), text));
        }
    }
}
