package io.mehari.launch;

import io.mehari.routes.RouteBeans;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.apache.camel.spi.BeanRepository;
import org.springframework.beans.factory.ListableBeanFactory;

/**
 * The beans of an application that has the gateway beside itself, as route files see them: what the application defines, not
 * what Spring and Camel have put there. Immutable.
 */
public final class ApplicationBeans {
    private final BeanRepository beans;

    /**
     * Those of an application.
     *
     * @param application asked when a route file names a bean
     */
    public ApplicationBeans(ListableBeanFactory application) {
        this.beans = new RouteBeans(application);
    }

    /**
     * These after others.
     *
     * @param own of the gateway: of two with one name its own is meant
     * @return both
     */
    public BeanRepository after(BeanRepository own) {
        return new Both(own, beans);
    }

    private record Both(BeanRepository own, BeanRepository others) implements BeanRepository {
        @Override
        public Object lookupByName(String name) {
            Object found = own.lookupByName(name);
            return found == null ? others.lookupByName(name) : found;
        }

        @Override
        public <T> T lookupByNameAndType(String name, Class<T> type) {
            T found = own.lookupByNameAndType(name, type);
            return found == null ? others.lookupByNameAndType(name, type) : found;
        }

        @Override
        public <T> Map<String, T> findByTypeWithName(Class<T> type) {
            Map<String, T> found = new LinkedHashMap<>(others.findByTypeWithName(type));
            found.putAll(own.findByTypeWithName(type));
            return found;
        }

        @Override
        public <T> Set<T> findByType(Class<T> type) {
            return Set.copyOf(findByTypeWithName(type).values());
        }
    }
}
