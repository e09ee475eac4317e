package io.mehari.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The builds that are compared, all running at the same time: those that are not called cost next to nothing. */
final class Builds implements AutoCloseable {
    private final List<RunningBuild> all = new ArrayList<>();

    private Builds() {}

    /**
     * Starts one process for each {@link Side} and waits until all can be called.
     *
     * @param directory for their files, each in a folder of its own
     */
    static Builds start(GatewayJar before, GatewayJar after, Path directory) throws IOException, InterruptedException {
        Builds builds = new Builds();
        try {
            for (Side side : Side.values()) {
                GatewayJar jar = side == Side.AFTER ? after : before;
                builds.all.add(RunningBuild.start(side, jar, directory.resolve(side.name())));
            }
            for (RunningBuild build : builds.all) {
                build.await();
            }
            return builds;
        } catch (IOException | InterruptedException | RuntimeException e) {
            builds.close();
            throw e;
        }
    }

    List<RunningBuild> all() {
        return List.copyOf(all);
    }

    /** All of them in the order of this round. */
    List<RunningBuild> inRound(int round) {
        return inRound(all, round);
    }

    /**
     * The same things in another order each round: the first one moves to the end, and every second round runs
     * backwards. Of three, six rounds have all orders once.
     */
    static <T> List<T> inRound(List<T> all, int round) {
        List<T> order = new ArrayList<>(all);
        Collections.rotate(order, -round);
        if (round % 2 == 1) {
            Collections.reverse(order);
        }
        return order;
    }

    @Override
    public void close() {
        all.forEach(RunningBuild::close);
    }
}
