using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.ServiceDefaults.Codes;
using Huset.ServiceDefaults.Http;

namespace Huset.Deviations;

/// <summary>A code of the service's lists; of the categories it also says which kind of case they are for and which topic they belong to.</summary>
public sealed class CaseCode : HintedCode
{
    [Description("Kategorier och det som berörs: vad ärendet ska gälla för att koden får väljas; utelämnas om den alltid får det. / Categories and what is affected: what a case must concern for the code to be chosen; left out when it always may.")]
    public DeviationKind? Kind { get; set; }

    [Description("Kategorier: ämnet som ärendet får när inget annat väljs, ur listan topics. / Categories: the topic that a case gets when no other is chosen, from the list topics."), Example("medicines")]
    public string? Topic { get; set; }

    /// <summary>What is told of a code that is new or changed.</summary>
    public abstract class CaseFields : Fields
    {
        [Description("Kategorier och det som berörs: vad ärendet ska gälla för att koden får väljas; utelämnas om den alltid får det. / Categories and what is affected: what a case must concern for the code to be chosen; left out when it always may.")]
        [EnumDataType(typeof(DeviationKind))]
        public DeviationKind? Kind { get; set; }

        [Description("Kategorier: ämnet som ärendet får när inget annat väljs, ur listan topics. / Categories: the topic that a case gets when no other is chosen, from the list topics."), Example("medicines")]
        [StringLength(64), RegularExpression(CodePattern)]
        public string? Topic { get; set; }

        public override void ReadFrom(CodeListItem item)
        {
            base.ReadFrom(item);
            (Kind, Topic) = ((item as CaseCode)?.Kind, (item as CaseCode)?.Topic);
        }

        public override void WriteTo(CodeListItem item)
        {
            base.WriteTo(item);
            var topic = string.IsNullOrWhiteSpace(Topic) ? null : Topic;
            if (Kind is not null && item.List is not (CodeLists.Categories or CodeLists.Affected)) throw new InvalidField("kind", "Only categories and what is affected have it.");
            if (topic is not null && item.List != CodeLists.Categories) throw new InvalidField("topic", "Only categories have it.");
            var code = (CaseCode)item;
            (code.Kind, code.Topic) = (Kind, topic);
        }
    }

    /// <summary>A change of a code.</summary>
    public new sealed class Change : CaseFields;

    /// <summary>A new code.</summary>
    public new sealed class New : CaseFields, INewCode
    {
        [Description("Koden: bokstäver, siffror och bindestreck. Den kan aldrig ändras. / The code: letters, digits and hyphens. It can never change."), Example("samverkan"), Required, StringLength(64), RegularExpression(CodePattern)]
        public string? Code { get; set; }
    }
}
