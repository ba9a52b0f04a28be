namespace Huset.Analytics;

public static class PlainNumber
{
    /// <summary>Without the zeros that a column's scale adds: 12, not 12.0000.</summary>
    public static decimal Plain(this decimal number) => number / 1.000000000000000000000000000000000m;
}
