using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.ServiceDefaults.Http;

namespace Huset.Processes.Features;

/// <summary>What is written of a unit, the same whether it is created, changed or imported.</summary>
public abstract class UnitFields
{
    [Description("Första dagen det gäller, svensk tid; i dag om den utelämnas. / First day that it holds, Swedish time; today when left out.")]
    public DateOnly? ValidFrom { get; set; }

    [Description("Enhetens namn. / Name of the unit.")]
    [Example("Norrängens hemtjänst")]
    [Required, StringLength(200), RegularExpression(@"\P{Cc}*")]
    public string? Name { get; set; }

    [Description("Kod för enheten ovanför; utelämnas högst upp. / Code of the unit above; left out at the top.")]
    [Example("aldreomsorg")]
    [StringLength(64)]
    public string? Parent { get; set; }

    [Description("Slag av enhet, ur kodlistan unit-types. / Kind of unit, from the code list unit-types.")]
    [Example("enhet")]
    [Required, StringLength(64)]
    public string? Type { get; set; }

    [Description("Kod för ansvarig nämnd. / Code of the board that answers for it.")]
    [Example("socialnamnden")]
    [StringLength(64)]
    public string? Board { get; set; }

    [Description("own (egen regi) eller private (privat utförare); own om den utelämnas. / own or private; own when left out.")]
    [StringLength(64), DefaultValue("own")]
    public string? Provider { get; set; }

    [Description("Lagar som enheten arbetar efter, ur kodlistan law-areas. / Laws that the unit works under, from the code list law-areas.")]
    [Example("SoL", "HSL"), MaxLength(20)]
    public List<string?>? LawAreas { get; set; }
}
