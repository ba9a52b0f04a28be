using Huset.ServiceDefaults.Limits;
using Huset.ServiceDefaults.Persistence;

namespace Huset.Processes;

/// <summary>The figures of the heat and of plans, which the municipality may change.</summary>
public static class Measure
{
    /// <summary>Numbers from 1 to below this could point at someone, and are hidden from who may not open the cases.</summary>
    public const string SmallNumber = "small-number";

    /// <summary>Up to this part of the step that has the most, in per cent, is the lower of the three levels.</summary>
    public const string HeatLower = "heat-lower";

    /// <summary>Up to this part is the middle one.</summary>
    public const string HeatMiddle = "heat-middle";

    /// <summary>Days before its last day that a planned self-inspection is started.</summary>
    public const string InspectionLead = "inspection-lead";

    public static readonly LimitTable Table = new("limits", Permissions.ReadLimits, Permissions.EditLimits, new(SmallNumber, 2, 100), new(HeatLower, 1, 50), new(HeatMiddle, 51, 99), new(InspectionLead, 1, 90));

    public static Task Seed(ServiceDbContext db, DateTimeOffset now)
    {
        const string thirds = "Husets utgångsvärde: tre lika stora delar";
        return db.AddMissingLimits(
            now, (SmallNumber, 5, "Husets utgångsvärde: antal under fem visas inte för den som inte får öppna ärendena"), (HeatLower, 34, thirds), (HeatMiddle, 67, thirds),
            (InspectionLead, 30, "Husets utgångsvärde: en månad att göra en planerad egenkontroll på"));
    }
}

/// <summary>What the heat is judged by.</summary>
/// <param name="Below">Numbers from 1 to below this are small.</param>
/// <param name="Lower">Up to this part of the most, in per cent, is the lower level.</param>
/// <param name="Middle">Up to this part is the middle one.</param>
public sealed record HeatLimits(int Below, int Lower, int Middle)
{
    public static HeatLimits Of(LimitsOfDay limits) => new(limits[Measure.SmallNumber].Value, limits[Measure.HeatLower].Value, limits[Measure.HeatMiddle].Value);
}
