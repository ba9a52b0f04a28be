using System.ComponentModel;

namespace Huset.Analytics;

/// <summary>Which way is better.</summary>
[Description("Vilket håll som är bättre; none när ingetdera är det, som för hur mycket som rapporteras. / Which way is better; none when neither is, as for how much is reported.")]
public enum Better
{
    /// <summary>A higher figure is better.</summary>
    Up,

    /// <summary>A lower figure is better.</summary>
    Down,

    /// <summary>Neither: how much is reported is never better or worse by itself.</summary>
    None,
}
