using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.ServiceDefaults.Http;
using Microsoft.AspNetCore.Mvc;

namespace Huset.Analytics.Features.Looking;

/// <summary>Which deviations are looked at; the same choice for every view of them.</summary>
public abstract class LookFilter
{
    [FromQuery(Name = "unitCode"), Example("norrangen"), Description("Enheten och alla under den. / The unit and all below it.")]
    public string? UnitCode { get; set; }

    [FromQuery(Name = "kind"), OneOf("social-care", "health-care", "work-environment", "information-security", "cooperation", "other"), Description("Vad avvikelserna gäller. / What the deviations concern.")]
    public string? Kind { get; set; }

    [FromQuery(Name = "lawArea"), StringLength(40), Example("HSL"), Description("Enheter som arbetar efter lagen. / Units that work under the law.")]
    public string? LawArea { get; set; }

    [FromQuery(Name = "weekday"), Range(1, 7), Description("Veckodag, 1 är måndag. / Weekday, 1 is Monday.")]
    public int? Weekday { get; set; }

    [FromQuery(Name = "hourFrom"), Range(0, 23), Description("Första timmen, svensk tid; med en tidigare hourTo går det över midnatt. / First hour, Swedish time; with an earlier hourTo it passes midnight.")]
    public int? HourFrom { get; set; }

    [FromQuery(Name = "hourTo"), Range(0, 23), Description("Sista timmen som är med. / Last hour that is in it.")]
    public int? HourTo { get; set; }

    [FromQuery(Name = "causeArea"), StringLength(64), Example("staffing"), Description("Har minst en orsak i området, ur Avvikelsers lista cause-areas. / Has at least one cause in the area, of Deviations' list cause-areas.")]
    public string? CauseArea { get; set; }

    [FromQuery(Name = "processId"), Description("Hände i ett steg i processen. / Happened in a step of the process.")]
    public Guid? ProcessId { get; set; }

    [FromQuery(Name = "harm"), OneOf("none", "minor", "serious", "unknown"), Description("Skadan, som rapportören såg den. / The harm, as the reporter saw it.")]
    public string? Harm { get; set; }

    /// <summary>Whether more than unit and kind narrow the choice.</summary>
    internal bool IsNarrow => (LawArea, CauseArea, Harm) is not ((null or ""), (null or ""), (null or "")) || Weekday is not null || HourFrom is not null || HourTo is not null || ProcessId is not null;
}

/// <summary>The same in whole months.</summary>
public abstract class LookQuery : LookFilter
{
    [FromQuery(Name = "from"), Example("2026-01"), Description("Första månaden; annars elva månader bakåt. / First month; else eleven months back.")]
    public string? From { get; set; }

    [FromQuery(Name = "to"), Example("2027-01"), Description("Första månaden som inte är med; annars nästa månad. / First month that is not in it; else next month.")]
    public string? To { get; set; }

    [FromQuery(Name = "format"), OneOf("json", "csv"), DefaultValue("json"), Description("json eller csv; annars det som Accept ber om. / json or csv; else what Accept asks for.")]
    public string? Format { get; set; }
}
