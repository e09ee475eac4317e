package io.mehari.upstream.replica;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/**
 * Decides which replica gets a call: of those that have its tool and are in the best condition (ONLINE, DEGRADED, at rest,
 * connecting, down) two are drawn, and the one that has less to do and answers faster is the likelier of them. Safe for
 * concurrent use.
 */
final class ReplicaChoice {
    /** From this rank on a replica is not connected, and a call waits there. */
    static final int NOT_CONNECTED = 3;

    private final List<Replica> replicas;
    private final DoubleSupplier random;

    /**
     * @param random uniform in [0, 1)
     */
    ReplicaChoice(List<Replica> replicas, DoubleSupplier random) {
        this.replicas = replicas;
        this.random = random;
    }

    /**
     * Chooses one, and counts the call there.
     *
     * @param tool the tool to be called; null for other requests
     * @param tried bits of replicas that did not take the call
     * @param connectedOnly whether the call may not wait any more
     * @return empty if there is none left
     */
    synchronized Optional<Replica> choose(String tool, long tried, boolean connectedOnly) {
        Optional<Replica> chosen = look(tool, tried).filter(replica -> !connectedOnly || replica.isReady());
        chosen.ifPresent(replica -> {
            replica.breaker().chosen();
            replica.load().began();
        });
        return chosen;
    }

    /** The one that a new client keeps to; counts nothing. */
    Replica forClient() {
        return look(null, 0).orElseThrow(() -> new IllegalStateException("There is at least one replica"));
    }

    /** Whether a replica is connected that may take a call of this tool. */
    boolean isAnyConnected(String tool) {
        return eligible(tool, 0).stream().anyMatch(Replica::isReady);
    }

    /** A call waits for this replica: the others begin to connect as well. */
    void wakeOthers(String tool, Replica chosen) {
        eligible(tool, chosen.bit()).stream()
                .filter(replica -> !replica.isReady())
                .forEach(replica -> replica.upstream().wanted());
    }

    /** Whether another replica would be likely to answer a call of this tool. */
    boolean isOtherWell(String tool, Replica failed) {
        return eligible(tool, failed.bit()).stream().anyMatch(replica -> replica.rank() < 2);
    }

    private Optional<Replica> look(String tool, long tried) {
        List<Replica> best = new ArrayList<>();
        int rank = Integer.MAX_VALUE;
        for (Replica replica : eligible(tool, tried)) {
            int own = replica.rank();
            if (own < rank) {
                best.clear();
                rank = own;
            }
            if (own == rank) {
                best.add(replica);
            }
        }
        if (rank >= NOT_CONNECTED || best.size() < 2) {
            return best.stream()
                    .min(Comparator.comparingInt(replica -> replica.load().inFlight()));
        }
        return Optional.of(ofTwo(best));
    }

    private Replica ofTwo(List<Replica> best) {
        int one = (int) (random.getAsDouble() * best.size());
        int two = (one + 1 + (int) (random.getAsDouble() * (best.size() - 1))) % best.size();
        Replica first = best.get(one);
        Replica second = best.get(two);
        return random.getAsDouble() < first.load().shareBeside(second.load()) ? first : second;
    }

    /** One whose tools are not known may have the tool; where nobody has it, anybody may say so. */
    private List<Replica> eligible(String tool, long tried) {
        boolean matters = tool != null && replicas.stream().anyMatch(replica -> replica.offers(tool));
        return replicas.stream()
                .filter(replica -> (tried & replica.bit()) == 0)
                .filter(replica -> !matters || !replica.lacks(tool))
                .toList();
    }
}
