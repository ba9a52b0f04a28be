using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Huset.Testing;

/// <summary>Times in tests. They are written down; how fast Huset is, the bench tells, in ratios of one run.</summary>
public static class Pace
{
    // A machine that others use too can be so many times slower for a while; a wait for something that hangs is longer still.
    private const int Slack = 4;

    /// <summary>How long a test waits for what should take so many seconds on a quiet machine.</summary>
    /// <param name="seconds">The aim, on a quiet machine.</param>
    public static TimeSpan Patience(double seconds) => TimeSpan.FromSeconds(Slack * seconds);

    /// <summary>Tells how long it took and fails when it was several times longer than the aim: then something waited that should not.</summary>
    /// <param name="watch">Started when it began.</param>
    /// <param name="seconds">The aim, on a quiet machine.</param>
    /// <param name="what">What is timed, for who reads the test's output.</param>
    public static void Within(this Stopwatch watch, double seconds, [CallerMemberName] string what = "")
    {
        var took = watch.Elapsed;
        Xunit.TestContext.Current.TestOutputHelper?.WriteLine($"{what}: {took.TotalMilliseconds:0} ms, aim {seconds:0.0} s");
        Xunit.Assert.True(took <= Patience(seconds), $"{what} took {took.TotalSeconds:0.0} s, aim {seconds:0.0} s.");
    }
}
