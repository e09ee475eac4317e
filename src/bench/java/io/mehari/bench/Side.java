package io.mehari.bench;

/** Which of the processes that are compared: the old build, the new one, or the control. */
enum Side {
    /** The build that was given. */
    BEFORE("before"),
    /** The build just packaged. */
    AFTER("after"),
    /** A second process of {@link #BEFORE}: how far it is from the first tells what a difference means here. */
    CONTROL("before again");

    private final String label;

    Side(String label) {
        this.label = label;
    }

    @Override
    public String toString() {
        return label;
    }
}
