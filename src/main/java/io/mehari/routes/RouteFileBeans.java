package io.mehari.routes;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.BeanFactoryDefinition;
import org.apache.camel.spi.BeanRepository;
import org.apache.camel.support.DefaultRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Beans that route files define: they end with the generation, or at once where the set is refused. */
final class RouteFileBeans {
    private static final Logger LOG = LoggerFactory.getLogger(RouteFileBeans.class);

    private RouteFileBeans() {}

    /**
     * Checks the names of the beans that route files define.
     *
     * @throws InvalidRoutesException if one is that of a bean of the gateway, which would be used in its place
     */
    static void refuseNamesOfOthers(DefaultCamelContext context, BeanRepository gateway) {
        Set<String> names = new HashSet<>();
        for (BeanFactoryDefinition<?> bean : context.getCustomBeans()) {
            String file = RouteOrigins.nameOf(bean.getResource());
            if (gateway.lookupByName(bean.getName()) != null) {
                throw new InvalidRoutesException(
                        file + ": the gateway has a bean " + bean.getName() + " of its own: choose another name", null);
            }
            if (!names.add(bean.getName())) {
                throw new InvalidRoutesException(file + ": two beans are called " + bean.getName(), null);
            }
        }
    }

    /**
     * Those that can be closed and whose file says no {@code destroyMethod}, which Camel calls by itself.
     *
     * @param context has not been stopped
     */
    static List<AutoCloseable> closeable(DefaultCamelContext context) {
        List<AutoCloseable> beans = new ArrayList<>();
        if (context.getRegistry() instanceof DefaultRegistry registry) {
            for (BeanFactoryDefinition<?> definition : context.getCustomBeans()) {
                Object bean = registry.getFallbackRegistry().lookupByName(definition.getName());
                if (definition.getDestroyMethod() == null && bean instanceof AutoCloseable closeable) {
                    beans.add(closeable);
                }
            }
        }
        return beans;
    }

    /** Closes beans; one that fails keeps none from being closed. */
    static void close(List<AutoCloseable> beans) {
        for (AutoCloseable bean : beans) {
            try {
                bean.close();
            } catch (Exception e) {
                LOG.warn(
                        "A bean of the route files, {}, did not close cleanly: {}",
                        bean.getClass().getName(),
                        e.getClass().getName());
            }
        }
    }
}
