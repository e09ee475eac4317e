package io.mehari.routes;

import io.mehari.monitoring.metric.RouteMeters;
import io.mehari.monitoring.metric.StageMeters;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.Processor;
import org.apache.camel.spi.BeanRepository;
import org.apache.camel.spi.EventNotifier;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.spi.LifecycleStrategy;
import org.apache.camel.spi.Policy;
import org.apache.camel.spi.RoutePolicyFactory;
import org.springframework.beans.factory.BeanNotOfRequiredTypeException;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The beans of the application as route files see them. Of the gateway's own, processors and policies are made for
 * them; everything else of the gateway and of its frameworks stays out of reach, its database first of all, which
 * components would take by its type. What belongs to the fixed context (components, listeners, factories) would be
 * taken away from there. Beans of an application around the gateway are seen as they are.
 */
public final class RouteBeans implements BeanRepository {
    private static final Set<Class<?>> HIDDEN = Set.of(
            Component.class,
            CamelContext.class,
            LifecycleStrategy.class,
            RoutePolicyFactory.class,
            EventNotifier.class);

    /** Whoever defines beans in these packages does not make them for route files. */
    private static final List<String> INTERNAL = List.of("io.mehari.", "org.springframework.", "org.apache.camel.");

    /** Asked for by the gateway's own components only. */
    private static final List<String> OWN_TYPES = List.of("io.mehari.", "io.netty.");

    /** The registry of Micrometer: {@code micrometer:} endpoints ask for it by this name. */
    private static final String METRICS = "metricsRegistry";

    /** What Spring puts beside beans, variables of the environment and the command line among them. */
    private static final Set<String> SPRINGS_OWN = Set.of(
            ConfigurableApplicationContext.ENVIRONMENT_BEAN_NAME,
            ConfigurableApplicationContext.SYSTEM_PROPERTIES_BEAN_NAME,
            ConfigurableApplicationContext.SYSTEM_ENVIRONMENT_BEAN_NAME);

    private final ListableBeanFactory beans;
    private final boolean all;

    /**
     * The beans that files of generations may name.
     *
     * @param beans of the application
     */
    public RouteBeans(ListableBeanFactory beans) {
        this(beans, false);
    }

    /**
     * The beans that files in {@code endpoint/} and {@code maintenance/} may name: the gateway's own as well.
     *
     * @param beans of the application
     */
    public static RouteBeans ofFixedRoutes(ListableBeanFactory beans) {
        return new RouteBeans(beans, true);
    }

    private RouteBeans(ListableBeanFactory beans, boolean all) {
        this.all = all;
        this.beans = beans instanceof ConfigurableApplicationContext context ? context.getBeanFactory() : beans;
    }

    @Override
    public Object lookupByName(String name) {
        return lookupByNameAndType(name, Object.class);
    }

    @Override
    public <T> T lookupByNameAndType(String name, Class<T> type) {
        try {
            // Nothing in a route file asks for what stands around its steps or measures them.
            boolean asked = type == InterceptStrategy.class || type == StageMeters.class || type == RouteMeters.class;
            return asked || isVisible(name) ? visible(beans.getBean(name, type)) : null;
        } catch (NoSuchBeanDefinitionException | BeanNotOfRequiredTypeException e) {
            return null;
        }
    }

    @Override
    public <T> Map<String, T> findByTypeWithName(Class<T> type) {
        if (belongsToFixed(type)) {
            return Map.of();
        }
        Map<String, T> found = new LinkedHashMap<>(beans.getBeansOfType(type, false, false));
        if (OWN_TYPES.stream().noneMatch(type.getName()::startsWith)) {
            found.keySet().removeIf(name -> !isVisible(name));
            found.values().removeIf(bean -> visible(bean) == null);
        }
        return found;
    }

    @Override
    public <T> Set<T> findByType(Class<T> type) {
        return Set.copyOf(findByTypeWithName(type).values());
    }

    private boolean isVisible(String name) {
        if (SPRINGS_OWN.contains(name)) {
            return false;
        }
        if (all || METRICS.equals(name)) {
            return true;
        }
        String origin = originOf(name);
        if (origin == null || INTERNAL.stream().noneMatch(origin::startsWith)) {
            return true;
        }
        Class<?> type = beans.getType(name, false);
        return origin.startsWith("io.mehari.") && type != null && isMadeForRoutes(type);
    }

    private static boolean isMadeForRoutes(Class<?> type) {
        return Processor.class.isAssignableFrom(type) || Policy.class.isAssignableFrom(type);
    }

    /** The class that defines a bean, by a method or by itself; null if nobody does. */
    private String originOf(String name) {
        if (!(beans instanceof ConfigurableListableBeanFactory factory) || !factory.containsBeanDefinition(name)) {
            Class<?> type = beans.containsBean(name) ? beans.getType(name, false) : null;
            return type == null || isMadeForRoutes(type) ? null : type.getName();
        }
        BeanDefinition definition = factory.getBeanDefinition(name);
        String owner = definition.getFactoryBeanName();
        if (definition.getFactoryMethodName() == null && isOfCamel(definition.getBeanClassName())) {
            return null; // one of Camel's types, made by the application
        }
        return owner != null && factory.containsBeanDefinition(owner)
                ? factory.getBeanDefinition(owner).getBeanClassName()
                : definition.getBeanClassName();
    }

    private static boolean isOfCamel(String type) {
        return type != null && type.startsWith("org.apache.camel.");
    }

    private static <T> T visible(T bean) {
        return HIDDEN.stream().anyMatch(type -> type.isInstance(bean)) ? null : bean;
    }

    /** Camel asks for dozens of its own service types; the gateway's beans serve only types of its own and Netty's. */
    private static boolean belongsToFixed(Class<?> type) {
        return type.getName().startsWith("org.apache.camel.")
                || HIDDEN.stream().anyMatch(hidden -> hidden.isAssignableFrom(type));
    }
}
