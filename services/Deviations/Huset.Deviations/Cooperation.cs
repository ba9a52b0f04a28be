using Huset.Deviations.Contracts;
using Huset.Events;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Huset.Deviations;

/// <summary>What another principal is.</summary>
public enum PartnerType { Region, Municipality, PrivateProvider, Authority, Other }

/// <summary>Where what was sent stands with the other principal.</summary>
public enum CooperationStatus { Sent, Received, Answered, Closed }

/// <summary>By which way it went; Huset sends nothing out of the house itself (docs/adr/0016).</summary>
public enum SendingWay { SecureDigital, SecureMail, Letter, ByHand }

/// <summary>What of a case can be sent, beside the text that is written for the recipient.</summary>
public enum SharedPart { When, Where, What, Harm, Description, ImmediateAction, Causes, Actions }

/// <summary>Another principal that cases are sent to: a region, another municipality, a private provider. Its address is one of an office, never a person's.</summary>
public sealed class Partner
{
    public Guid Id { get; private set; } = Guid.CreateVersion7();
    public string Name { get; private set; } = "";
    public PartnerType Type { get; private set; }
    public string Address { get; private set; } = "";
    public DateOnly ValidFrom { get; private set; }

    /// <summary>First day that nothing is sent there any longer; null while nothing has ended it.</summary>
    public DateOnly? ValidTo { get; private set; }

    public int Version { get; private set; }

    public bool IsValid(DateOnly day) => ValidFrom <= day && (ValidTo is null || day < ValidTo);

    public void Set(string name, PartnerType type, string address, DateOnly validFrom, DateOnly? validTo)
    {
        if (validTo <= validFrom) throw new InvalidField("validTo", "It must end after its first day.");
        (Name, Type, Address, ValidFrom, ValidTo, Version) = (name.Trim(), type, address.Trim(), validFrom, validTo, Version + 1);
    }
}

/// <summary>What is written when something of a case is sent to another principal.</summary>
/// <param name="Parts">What of the case goes along; no more than the recipient needs.</param>
/// <param name="Text">What is written for the recipient.</param>
/// <param name="PersonalDataReason">Why a person can be told from it; null when nobody can.</param>
/// <param name="Secrecy">By what it may be told (OSL 2009:400).</param>
/// <param name="Way">By which way it goes.</param>
/// <param name="AnswerWantedBy">Last day when an answer is wanted.</param>
public sealed record Sending(IReadOnlyList<SharedPart> Parts, string Text, string? PersonalDataReason, string Secrecy, SendingWay Way, DateOnly AnswerWantedBy);

/// <summary>Something of a case that was sent to another principal, and what came of it. What was sent is kept as it was.</summary>
public sealed class Cooperation
{
    public Guid Id { get; private set; } = Guid.CreateVersion7();
    public Guid DeviationId { get; private set; }
    public Deviation Deviation { get; private set; } = null!;
    public string CaseReference { get; private set; } = "";
    public string UnitCode { get; private set; } = "";
    public Guid PartnerId { get; private set; }
    public string PartnerName { get; private set; } = "";
    public PartnerType PartnerType { get; private set; }
    public SharedPart[] Parts { get; private set; } = [];

    /// <summary>The whole of what was sent, the parts and the text.</summary>
    public string Body { get; private set; } = "";

    public string? PersonalDataReason { get; private set; }
    public string Secrecy { get; private set; } = "";
    public SendingWay Way { get; private set; }
    public DateOnly AnswerWantedBy { get; private set; }
    public string SentById { get; private set; } = "";
    public string SentByName { get; private set; } = "";
    public DateTimeOffset SentAt { get; private set; }
    public DateOnly SentOn { get; private set; }
    public DateOnly? ReceivedOn { get; private set; }

    /// <summary>The number that the case has with the other principal.</summary>
    public string? TheirReference { get; private set; }

    public DateOnly? AnsweredOn { get; private set; }
    public string? Answer { get; private set; }
    public string? Outcome { get; private set; }
    public string? ClosedByName { get; private set; }
    public DateTimeOffset? ClosedAt { get; private set; }
    public int Version { get; private set; } = 1;

    public CooperationStatus Status =>
        ClosedAt is not null ? CooperationStatus.Closed : AnsweredOn is not null ? CooperationStatus.Answered : ReceivedOn is not null ? CooperationStatus.Received : CooperationStatus.Sent;

    /// <exception cref="RuleViolation">`deviation.handed-over`</exception>
    internal static Cooperation Of(Deviation deviation, Partner partner, Sending sending, string body, Person by, DateTimeOffset now)
    {
        if (deviation.IsRestricted) throw new RuleViolation("deviation.handed-over", "The case is handed over; what is told of it is told by its investigation.");
        return new()
        {
            DeviationId = deviation.Id,
            Deviation = deviation,
            CaseReference = deviation.Reference,
            UnitCode = deviation.UnitCode,
            PartnerId = partner.Id,
            PartnerName = partner.Name,
            PartnerType = partner.Type,
            Parts = [.. sending.Parts.Distinct().Order()],
            Body = body,
            PersonalDataReason = sending.PersonalDataReason,
            Secrecy = sending.Secrecy.Trim(),
            Way = sending.Way,
            AnswerWantedBy = sending.AnswerWantedBy,
            SentById = by.Id,
            SentByName = by.Name,
            SentAt = now,
            SentOn = SwedishTime.Day(now),
        };
    }

    /// <summary>The other principal says that it has it.</summary>
    /// <exception cref="RuleViolation">`cooperation.received`, `cooperation.closed`</exception>
    internal void Receive(DateOnly on, string? theirReference, DateOnly today)
    {
        MustBeOpen();
        if (Status != CooperationStatus.Sent) throw new RuleViolation("cooperation.received", "It is said to be received already.");
        (ReceivedOn, TheirReference, Version) = (Day(on, "receivedOn", today), string.IsNullOrWhiteSpace(theirReference) ? null : theirReference.Trim(), Version + 1);
    }

    /// <summary>What the other principal has answered; it may be written anew until it is ended. Who answers has received, on that day at the latest.</summary>
    /// <exception cref="RuleViolation">`cooperation.closed`</exception>
    internal void Reply(DateOnly on, string answer, DateOnly today)
    {
        MustBeOpen();
        var day = Day(on, "answeredOn", today);
        (AnsweredOn, ReceivedOn, Answer, Version) = (day, ReceivedOn < day ? ReceivedOn : day, answer.Trim(), Version + 1);
    }

    /// <summary>Ends it, with what came of it; also when no answer has come.</summary>
    /// <exception cref="RuleViolation">`cooperation.closed`</exception>
    internal void Close(string outcome, Person by, DateTimeOffset now)
    {
        MustBeOpen();
        (Outcome, ClosedByName, ClosedAt, Version) = (outcome.Trim(), by.Name, now, Version + 1);
    }

    public CooperationChanged ToChanged(DateTimeOffset at) => new(
        Id, DeviationId, UnitCode, Kebab.Of(PartnerType), Kebab.Of(Status), SentOn, AnswerWantedBy, AnsweredOn, Deviation.IsRestricted ? Visibility.Internal : Visibility.Analyst, [], Version, at);

    internal static void Configure(ModelBuilder model)
    {
        model.Entity<Partner>(partner =>
        {
            partner.ToTable("partners");
            partner.Property(p => p.Id).ValueGeneratedNever();
            partner.Property(p => p.Version).IsConcurrencyToken();
            partner.Property(p => p.Name).UseCollation(ServiceDbContext.SwedishCollation);
            partner.HasIndex(p => p.Name).IsUnique();
        });
        model.Entity<Cooperation>(cooperation =>
        {
            cooperation.ToTable("cooperations");
            cooperation.Property(c => c.Id).ValueGeneratedNever();
            cooperation.Property(c => c.Version).IsConcurrencyToken();
            cooperation.Ignore(c => c.Status);
            cooperation.PrimitiveCollection(c => c.Parts).ElementType(part => part.HasConversion(new ValueConverter<SharedPart, string>(value => Kebab.Of(value), text => Kebab.Parse<SharedPart>(text))));
            cooperation.HasOne(c => c.Deviation).WithMany(d => d.Cooperations).HasForeignKey(c => c.DeviationId);
            cooperation.HasOne<Partner>().WithMany().HasForeignKey(c => c.PartnerId).OnDelete(DeleteBehavior.Restrict);
            cooperation.HasIndex(c => new { c.UnitCode, c.Id }).IsDescending(false, true);
            cooperation.HasIndex(c => new { c.DeviationId, c.Id }).IsDescending(false, true);
            cooperation.HasIndex(c => new { c.PartnerId, c.Id }).IsDescending(false, true);
            cooperation.HasIndex(c => new { c.SentOn, c.Id }).IsDescending(true, true);
        });
    }

    private DateOnly Day(DateOnly on, string field, DateOnly today) =>
        on < SentOn || on > today ? throw new InvalidField(field, "It lies between the day it was sent and today.") : on;

    private void MustBeOpen()
    {
        if (ClosedAt is not null) throw new RuleViolation("cooperation.closed", "It is ended.");
    }
}
