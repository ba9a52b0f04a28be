using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.ServiceDefaults.Http;

namespace Huset.ServiceDefaults.Codes;

/// <summary>A code, and in a line what belongs there; a service whose codes say more derives from it.</summary>
public class HintedCode : CodeListItem
{
    /// <summary>In Swedish; null when its name says enough.</summary>
    [Description("Vad som hör dit, på en rad. / What belongs there, in a line."), Example("Antal på passet, vikarier, schema, tid för uppgiften.")]
    public string? Hint { get; set; }

    /// <summary>What is told of a code that is new or changed.</summary>
    public abstract class Fields : CodeFields
    {
        /// <summary>In Swedish; at most 500 characters.</summary>
        [Description("Vad som hör dit, på en rad. / What belongs there, in a line."), Example("Antal på passet, vikarier, schema."), StringLength(500), RegularExpression(LinePattern)]
        public string? Hint { get; set; }

        /// <inheritdoc/>
        public override void ReadFrom(CodeListItem item)
        {
            base.ReadFrom(item);
            Hint = (item as HintedCode)?.Hint;
        }

        /// <inheritdoc/>
        public override void WriteTo(CodeListItem item)
        {
            base.WriteTo(item);
            ((HintedCode)item).Hint = string.IsNullOrWhiteSpace(Hint) ? null : Hint.Trim();
        }
    }

    /// <summary>A change of a code.</summary>
    public sealed class Change : Fields;

    /// <summary>A new code.</summary>
    public sealed class New : Fields, INewCode
    {
        /// <summary>Letters, digits and hyphens; it can never change.</summary>
        [Description("Koden: bokstäver, siffror och bindestreck. Den kan aldrig ändras. / The code: letters, digits and hyphens. It can never change."), Example("samverkan"), Required, StringLength(64), RegularExpression(CodePattern)]
        public string? Code { get; set; }
    }
}
