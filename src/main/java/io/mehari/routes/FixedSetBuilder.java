package io.mehari.routes;

import io.mehari.library.Library;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Route;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.BeanRepository;

/** Makes a set of the routes that exist once, in a context of its own, and checks it before it takes anything in. */
final class FixedSetBuilder {
    private final GenerationBuilder contexts;
    private final BeanRepository beans;

    /**
     * A builder.
     *
     * @param contexts makes contexts, and finds all mistakes in files that are refused
     * @param beans what the files may name
     */
    FixedSetBuilder(GenerationBuilder contexts, BeanRepository beans) {
        this.contexts = contexts;
        this.beans = beans;
    }

    /**
     * Loads the routes that the gateway starts with. The values that they ask for by placeholder are hidden from then on
     * as those of generations are.
     *
     * @throws InvalidRoutesException naming the first file that is invalid
     */
    void loadFirst(DefaultCamelContext context, List<RouteFile> files) {
        Placeholders placeholders = contexts.installPlaceholders(context);
        try {
            FixedRoutes.load(context, files);
        } catch (InvalidRoutesException e) {
            throw e.withoutSecrets(placeholders::hide);
        }
    }

    /**
     * Builds a set; its routes that wait for requests and messages have been started.
     *
     * @param files of {@link RouteFiles#FIXED}
     * @param serving the set that it is to follow
     * @throws InvalidRoutesException if the files cannot be run; then nothing is left behind
     */
    FixedSet build(List<RouteFile> files, FixedSet serving) {
        int number = serving.number() + 1;
        DefaultCamelContext context = contexts.newContext("fixed-" + number, beans);
        boolean built = false;
        try {
            FixedSet set = Library.of(context).with(() -> fill(context, number, files));
            refuseWithoutIngress(set, serving);
            FixedSources.startWaiting(set);
            built = true;
            return set;
        } catch (InvalidRoutesException e) {
            throw contexts.explained(files, e, context);
        } finally {
            if (!built) {
                GenerationBuilder.stop(context);
            }
        }
    }

    private static FixedSet fill(DefaultCamelContext context, int number, List<RouteFile> files) {
        FixedRoutes.load(context, files);
        RouteOrigins origins = RouteOrigins.of(context);
        GenerationBuilder.start(context, origins);
        DirectTargets.refuseMissing(context, origins);
        RouteWarnings.refuseSilentMistakes(context, origins);
        return new FixedSet(number, files, context);
    }

    private static void refuseWithoutIngress(FixedSet set, FixedSet serving) {
        if (set.addresses().isEmpty() && !serving.addresses().isEmpty()) {
            throw new InvalidRoutesException(
                    "endpoint/: no file has a route any more that receives requests (from netty-http with"
                            + " nettySharedHttpServer: \"#dataPlaneServer\"): nobody could call the gateway",
                    null);
        }
    }

    /**
     * What the files ask for and cannot have while the gateway runs.
     *
     * @param set that serves
     * @param first the set that the gateway was started with
     * @return a sentence each
     */
    static List<String> warnings(FixedSet set, FixedSet first) {
        List<String> warnings = new ArrayList<>();
        for (Route route : set.routes()) {
            if (FixedSet.isIngress(route) && !first.addresses().contains(FixedSet.addressOf(route))) {
                warnings.add(RouteOrigins.of(set.context()).placeOf(route.getRouteId()) + ": host and port "
                        + FixedSet.addressOf(route) + " need a restart, and mehari.data.host and mehari.data.port say"
                        + " where the gateway listens; it goes on to listen at "
                        + String.join(", ", first.addresses()));
            }
        }
        return warnings;
    }
}
