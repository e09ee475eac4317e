package io.mehari.starter;

import io.mehari.launch.GatewayProgram;
import java.util.Locale;
import java.util.stream.Stream;
import org.springframework.beans.factory.BeanClassLoaderAware;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.boot.autoconfigure.AutoConfigurationImportFilter;
import org.springframework.boot.autoconfigure.AutoConfigurationMetadata;
import org.springframework.context.EnvironmentAware;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.Environment;

/**
 * Leaves out of an application what Spring Boot would set up there only because the gateway brings Flyway along: it would
 * refuse a database that has tables already. An application that has migrations or settings of Flyway keeps it.
 */
final class UnaskedAutoConfigurations
        implements AutoConfigurationImportFilter, EnvironmentAware, BeanFactoryAware, BeanClassLoaderAware {
    private static final String FLYWAY = "org.springframework.boot.autoconfigure.flyway.FlywayAutoConfiguration";
    private static final String SETTINGS = "spring.flyway.";
    private static final String VARIABLES = "SPRING_FLYWAY_";
    private static final String MIGRATIONS = "db/migration";

    private Environment environment;
    private BeanFactory beans;
    private ClassLoader classes;

    @Override
    public void setEnvironment(Environment environment) {
        this.environment = environment;
    }

    @Override
    public void setBeanFactory(BeanFactory factory) {
        this.beans = factory;
    }

    @Override
    public void setBeanClassLoader(ClassLoader loader) {
        this.classes = loader;
    }

    @Override
    public boolean[] match(String[] configurations, AutoConfigurationMetadata metadata) {
        boolean[] needed = new boolean[configurations.length];
        for (int i = 0; i < configurations.length; i++) {
            needed[i] = !FLYWAY.equals(configurations[i]) || GatewayProgram.isIn(beans) || isAskedFor();
        }
        return needed;
    }

    private boolean isAskedFor() {
        return classes.getResource(MIGRATIONS) != null
                || ((ConfigurableEnvironment) environment)
                        .getPropertySources().stream()
                                .flatMap(source -> source instanceof EnumerablePropertySource<?> names
                                        ? Stream.of(names.getPropertyNames())
                                        : Stream.empty())
                                .anyMatch(name -> name.toLowerCase(Locale.ROOT).startsWith(SETTINGS)
                                        || name.startsWith(VARIABLES));
    }
}
