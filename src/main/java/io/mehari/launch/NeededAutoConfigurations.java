package io.mehari.launch;

import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.boot.autoconfigure.AutoConfigurationImportFilter;
import org.springframework.boot.autoconfigure.AutoConfigurationMetadata;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.context.EnvironmentAware;
import org.springframework.core.env.Environment;

/**
 * Leaves out what Spring Boot and Camel would set up for parts that the gateway does not have, which was a quarter of
 * its start: transactions, proxies, schedulers, vaults.
 *
 * <p>Of Spring Boot's own configurations those listed here are kept. Camel's are kept as soon as there is a setting
 * under {@code camel} besides {@code camel.main}, since reading such settings is all that those left out do; components
 * and languages are there without them. What other jars bring is kept, unless the gateway runs beside an application,
 * for which they are. An application that is not the gateway keeps everything.
 */
final class NeededAutoConfigurations implements AutoConfigurationImportFilter, EnvironmentAware, BeanFactoryAware {
    private static final String BOOT = "org.springframework.boot.autoconfigure.";
    private static final Set<String> OF_BOOT = Set.of(
            BOOT + "context.ConfigurationPropertiesAutoConfiguration",
            BOOT + "context.LifecycleAutoConfiguration",
            BOOT + "context.PropertyPlaceholderAutoConfiguration");

    private static final String OF_CAMEL = "org.apache.camel.spring.boot.CamelAutoConfiguration";
    private static final Pattern READS_SETTINGS =
            Pattern.compile("org\\.apache\\.camel\\.(spring\\.boot\\..+AutoConfiguration"
                    + "|.+(Component|Language|DataFormat|RestConfigurationDefinition)(AutoConfiguration|Converter))");

    private static final ConfigurationPropertyName CAMEL = ConfigurationPropertyName.of("camel");
    private static final ConfigurationPropertyName CAMEL_MAIN = CAMEL.append("main");

    private static final String OF_CAMEL_ANY = "org.apache.camel.";

    /** Starts the gateway beside an application. */
    private static final String STARTER = "io.mehari.starter.GatewayStarter";

    private Environment environment;
    private BeanFactory beans;

    @Override
    public void setEnvironment(Environment environment) {
        this.environment = environment;
    }

    @Override
    public void setBeanFactory(BeanFactory factory) {
        this.beans = factory;
    }

    /** Is asked about what a configuration imports, too, which is kept. */
    @Override
    public boolean[] match(String[] configurations, AutoConfigurationMetadata metadata) {
        boolean gateway = GatewayProgram.isIn(beans);
        boolean camel = gateway && camelIsConfigured();
        boolean[] needed = new boolean[configurations.length];
        for (int i = 0; i < configurations.length; i++) {
            needed[i] = configurations[i] != null && (!gateway || isNeeded(configurations[i], camel));
        }
        return needed;
    }

    private boolean isNeeded(String configuration, boolean camel) {
        if (configuration.equals(STARTER)) {
            return false;
        }
        if (configuration.startsWith(BOOT) && configuration.endsWith("AutoConfiguration")) {
            return OF_BOOT.contains(configuration);
        }
        if (GatewayProgram.isBesideAnother(beans) && !configuration.startsWith(OF_CAMEL_ANY)) {
            return false;
        }
        return camel
                || configuration.equals(OF_CAMEL)
                || !READS_SETTINGS.matcher(configuration).matches();
    }

    private boolean camelIsConfigured() {
        return StreamSupport.stream(
                        ConfigurationPropertySources.get(environment).spliterator(), false)
                .flatMap(source -> source instanceof IterableConfigurationPropertySource names
                        ? names.stream()
                        : Stream.<ConfigurationPropertyName>empty())
                .anyMatch(
                        name -> CAMEL.isAncestorOf(name) && !name.equals(CAMEL_MAIN) && !CAMEL_MAIN.isAncestorOf(name));
    }
}
