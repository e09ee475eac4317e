package io.mehari.routes;

import java.util.Map;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.spi.BeanRepository;
import org.apache.camel.spi.EventNotifier;
import org.apache.camel.spi.LifecycleStrategy;
import org.apache.camel.spi.RoutePolicyFactory;
import org.springframework.beans.factory.BeanNotOfRequiredTypeException;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;

/**
 * The gateway's beans as route files see them. What belongs to the fixed context (its components, listeners and
 * factories) stays hidden: a generation would take it away from there.
 */
public final class RouteBeans implements BeanRepository {
    private static final Set<Class<?>> HIDDEN = Set.of(
            Component.class,
            CamelContext.class,
            LifecycleStrategy.class,
            RoutePolicyFactory.class,
            EventNotifier.class);

    private final ListableBeanFactory beans;

    public RouteBeans(ListableBeanFactory beans) {
        this.beans = beans;
    }

    @Override
    public Object lookupByName(String name) {
        return lookupByNameAndType(name, Object.class);
    }

    @Override
    public <T> T lookupByNameAndType(String name, Class<T> type) {
        try {
            T bean = beans.getBean(name, type);
            return isHidden(bean) ? null : bean;
        } catch (NoSuchBeanDefinitionException | BeanNotOfRequiredTypeException e) {
            return null;
        }
    }

    @Override
    public <T> Map<String, T> findByTypeWithName(Class<T> type) {
        return belongsToFixed(type) ? Map.of() : beans.getBeansOfType(type, false, false);
    }

    @Override
    public <T> Set<T> findByType(Class<T> type) {
        return belongsToFixed(type)
                ? Set.of()
                : Set.copyOf(findByTypeWithName(type).values());
    }

    private static boolean isHidden(Object bean) {
        return HIDDEN.stream().anyMatch(type -> type.isInstance(bean));
    }

    /** Camel asks for dozens of its own service types; the gateway's beans serve only types of its own and Netty's. */
    private static boolean belongsToFixed(Class<?> type) {
        return type.getName().startsWith("org.apache.camel.")
                || HIDDEN.stream().anyMatch(hidden -> hidden.isAssignableFrom(type));
    }
}
