using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

#pragma warning disable CA1814 // Prefer jagged arrays over multidimensional

namespace Huset.Deviations.Migrations
{
    /// <inheritdoc />
    public partial class IdeasAndMeetings : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateSequence(
                name: "idea_reference");

            migrationBuilder.CreateTable(
                name: "ideas",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    reference = table.Column<string>(type: "text", nullable: false),
                    unit_code = table.Column<string>(type: "text", nullable: false),
                    is_shared = table.Column<bool>(type: "boolean", nullable: false),
                    title = table.Column<string>(type: "text", nullable: false),
                    text = table.Column<string>(type: "text", nullable: false),
                    theme = table.Column<string>(type: "text", nullable: true),
                    waste = table.Column<string>(type: "text", nullable: true),
                    level = table.Column<string>(type: "text", nullable: false),
                    priority = table.Column<string>(type: "text", nullable: true),
                    status = table.Column<string>(type: "text", nullable: false),
                    expected_quality = table.Column<string>(type: "text", nullable: true),
                    expected_minutes = table.Column<int>(type: "integer", nullable: true),
                    expected_kronor = table.Column<long>(type: "bigint", nullable: true),
                    real_quality = table.Column<string>(type: "text", nullable: true),
                    real_minutes = table.Column<int>(type: "integer", nullable: true),
                    real_kronor = table.Column<long>(type: "bigint", nullable: true),
                    team = table.Column<string>(type: "text", nullable: true),
                    plan = table.Column<string>(type: "text", nullable: true),
                    closed_reason = table.Column<string>(type: "text", nullable: true),
                    originator_id = table.Column<string>(type: "text", nullable: false),
                    hides_name = table.Column<bool>(type: "boolean", nullable: false),
                    left_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    changed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    is_joint = table.Column<bool>(type: "boolean", nullable: false),
                    joined_into_id = table.Column<Guid>(type: "uuid", nullable: true),
                    spread_from_id = table.Column<Guid>(type: "uuid", nullable: true),
                    complaint_id = table.Column<Guid>(type: "uuid", nullable: true),
                    complaint_reference = table.Column<string>(type: "text", nullable: true),
                    decision_id = table.Column<Guid>(type: "uuid", nullable: true),
                    votes = table.Column<int>(type: "integer", nullable: false),
                    form_key = table.Column<Guid>(type: "uuid", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ideas", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "unit_meetings",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    unit_code = table.Column<string>(type: "text", nullable: false),
                    month = table.Column<DateOnly>(type: "date", nullable: false),
                    held_on = table.Column<DateOnly>(type: "date", nullable: true),
                    secretary_name = table.Column<string>(type: "text", nullable: true),
                    summary = table.Column<string>(type: "text", nullable: true),
                    notes = table.Column<string>(type: "text", nullable: true),
                    written_by_name = table.Column<string>(type: "text", nullable: false),
                    written_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_unit_meetings", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "idea_credits",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    idea_id = table.Column<Guid>(type: "uuid", nullable: false),
                    origin_id = table.Column<Guid>(type: "uuid", nullable: false),
                    origin_reference = table.Column<string>(type: "text", nullable: false),
                    unit_code = table.Column<string>(type: "text", nullable: false),
                    name = table.Column<string>(type: "text", nullable: true),
                    from_outside = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_idea_credits", x => x.id);
                    table.ForeignKey(
                        name: "fk_idea_credits_ideas_idea_id",
                        column: x => x.idea_id,
                        principalTable: "ideas",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "idea_cycles",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    idea_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    plan = table.Column<string>(type: "text", nullable: false),
                    measure = table.Column<string>(type: "text", nullable: false),
                    measure_unit = table.Column<string>(type: "text", nullable: true),
                    before = table.Column<decimal>(type: "numeric", nullable: true),
                    after = table.Column<decimal>(type: "numeric", nullable: true),
                    from_day = table.Column<DateOnly>(type: "date", nullable: false),
                    to_day = table.Column<DateOnly>(type: "date", nullable: false),
                    did = table.Column<string>(type: "text", nullable: true),
                    learned = table.Column<string>(type: "text", nullable: true),
                    outcome = table.Column<string>(type: "text", nullable: true),
                    planned_by_name = table.Column<string>(type: "text", nullable: false),
                    planned_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    over_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_idea_cycles", x => x.id);
                    table.ForeignKey(
                        name: "fk_idea_cycles_ideas_idea_id",
                        column: x => x.idea_id,
                        principalTable: "ideas",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "idea_votes",
                columns: table => new
                {
                    idea_id = table.Column<Guid>(type: "uuid", nullable: false),
                    person_id = table.Column<string>(type: "text", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_idea_votes", x => new { x.idea_id, x.person_id });
                    table.ForeignKey(
                        name: "fk_idea_votes_ideas_idea_id",
                        column: x => x.idea_id,
                        principalTable: "ideas",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "unit_meeting_decisions",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    meeting_id = table.Column<Guid>(type: "uuid", nullable: false),
                    text = table.Column<string>(type: "text", nullable: false),
                    owner_id = table.Column<string>(type: "text", nullable: true),
                    owner_name = table.Column<string>(type: "text", nullable: true),
                    due_on = table.Column<DateOnly>(type: "date", nullable: true),
                    action_id = table.Column<Guid>(type: "uuid", nullable: true),
                    decided_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    done_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_unit_meeting_decisions", x => x.id);
                    table.ForeignKey(
                        name: "fk_unit_meeting_decisions_unit_meetings_meeting_id",
                        column: x => x.meeting_id,
                        principalTable: "unit_meetings",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "unit_meeting_lessons",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    meeting_id = table.Column<Guid>(type: "uuid", nullable: false),
                    deviation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    text = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_unit_meeting_lessons", x => x.id);
                    table.ForeignKey(
                        name: "fk_unit_meeting_lessons_unit_meetings_meeting_id",
                        column: x => x.meeting_id,
                        principalTable: "unit_meetings",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.InsertData(
                table: "code_list_items",
                columns: new[] { "code", "list", "hint", "kind", "name", "number", "topic", "valid_from", "valid_to", "version" },
                values: new object[,]
                {
                    { "arbetsmiljo", "idea-themes", "Hur vi har det på jobbet.", null, "Arbetsmiljö och schema", 5, null, null, null, 1 },
                    { "arbetssatt", "idea-themes", "Hur vi gör, i vilken ordning och vem.", null, "Arbetssätt och rutiner", 2, null, null, null, 1 },
                    { "bemotande", "idea-themes", "Hur enskilda blir mötta, hörda och får bestämma.", null, "Bemötande och delaktighet", 1, null, null, null, 1 },
                    { "dokumentation", "idea-themes", "Det som skrivs, läses och lämnas över.", null, "Dokumentation och information", 3, null, null, null, 1 },
                    { "halsa-sakerhet", "idea-themes", "Läkemedel, fall, mat, smitta, trygghet.", null, "Hälsa och säkerhet", 4, null, null, null, 1 },
                    { "miljo-klimat", "idea-themes", "Resor, mat, material, energi.", null, "Miljö och klimat", 7, null, null, null, 1 },
                    { "samverkan", "idea-themes", "Mellan enheter, med regionen, närstående och föreningar.", null, "Samverkan", 8, null, null, null, 1 },
                    { "teknik", "idea-themes", "Larm, it-system, apparater, rum.", null, "Teknik, hjälpmedel och lokaler", 6, null, null, null, 1 },
                    { "dubbelarbete", "wastes", "Samma sak skrivs eller görs två gånger.", null, "Dubbelarbete", 2, null, null, null, 1 },
                    { "lager", "wastes", "Sådant som blir gammalt eller slängs.", null, "För mycket i lager", 7, null, null, null, 1 },
                    { "omarbete", "wastes", "Rätta, leta, ringa igen.", null, "Fel som görs om", 4, null, null, null, 1 },
                    { "onodigt-arbete", "wastes", "Sådant som ingen har nytta av.", null, "Onödigt arbete", 3, null, null, null, 1 },
                    { "outnyttjad-kompetens", "wastes", "Kunskap som inte tas till vara.", null, "Outnyttjad kompetens", 8, null, null, null, 1 },
                    { "resor", "wastes", "Kilometer och turer som kunde varit färre.", null, "Resor och transporter", 5, null, null, null, 1 },
                    { "rorelse", "wastes", "Steg, nycklar, saker på fel plats.", null, "Spring och letande", 6, null, null, null, 1 },
                    { "vantan", "wastes", "På besked, på någon, på ett system.", null, "Väntan", 1, null, null, null, 1 }
                });

            migrationBuilder.CreateIndex(
                name: "ix_deviations_unit_code_occurred_on_id",
                table: "deviations",
                columns: new[] { "unit_code", "occurred_on", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_idea_credits_idea_id",
                table: "idea_credits",
                column: "idea_id");

            migrationBuilder.CreateIndex(
                name: "ix_idea_cycles_idea_id",
                table: "idea_cycles",
                column: "idea_id");

            migrationBuilder.CreateIndex(
                name: "ideas_words",
                table: "ideas",
                columns: new[] { "title", "text" })
                .Annotation("Npgsql:IndexMethod", "gin")
                .Annotation("Npgsql:TsVectorConfig", "swedish");

            migrationBuilder.CreateIndex(
                name: "ix_ideas_decision_id",
                table: "ideas",
                column: "decision_id",
                unique: true,
                filter: "decision_id is not null");

            migrationBuilder.CreateIndex(
                name: "ix_ideas_joined_into_id",
                table: "ideas",
                column: "joined_into_id",
                filter: "joined_into_id is not null");

            migrationBuilder.CreateIndex(
                name: "ix_ideas_originator_id_form_key",
                table: "ideas",
                columns: new[] { "originator_id", "form_key" },
                unique: true,
                filter: "form_key is not null");

            migrationBuilder.CreateIndex(
                name: "ix_ideas_reference",
                table: "ideas",
                column: "reference",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_ideas_spread_from_id_unit_code",
                table: "ideas",
                columns: new[] { "spread_from_id", "unit_code" },
                unique: true,
                filter: "spread_from_id is not null");

            migrationBuilder.CreateIndex(
                name: "ix_ideas_status_id",
                table: "ideas",
                columns: new[] { "status", "id" },
                descending: new[] { false, true });

            migrationBuilder.CreateIndex(
                name: "ix_ideas_unit_code_status",
                table: "ideas",
                columns: new[] { "unit_code", "status" });

            migrationBuilder.CreateIndex(
                name: "ix_unit_meeting_decisions_meeting_id",
                table: "unit_meeting_decisions",
                column: "meeting_id");

            migrationBuilder.CreateIndex(
                name: "ix_unit_meeting_decisions_owner_id",
                table: "unit_meeting_decisions",
                column: "owner_id",
                filter: "owner_id is not null");

            migrationBuilder.CreateIndex(
                name: "ix_unit_meeting_lessons_meeting_id_deviation_id",
                table: "unit_meeting_lessons",
                columns: new[] { "meeting_id", "deviation_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_unit_meetings_unit_code_month",
                table: "unit_meetings",
                columns: new[] { "unit_code", "month" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "idea_credits");

            migrationBuilder.DropTable(
                name: "idea_cycles");

            migrationBuilder.DropTable(
                name: "idea_votes");

            migrationBuilder.DropTable(
                name: "unit_meeting_decisions");

            migrationBuilder.DropTable(
                name: "unit_meeting_lessons");

            migrationBuilder.DropTable(
                name: "ideas");

            migrationBuilder.DropTable(
                name: "unit_meetings");

            migrationBuilder.DropIndex(
                name: "ix_deviations_unit_code_occurred_on_id",
                table: "deviations");

            migrationBuilder.DeleteData(
                table: "code_list_items",
                keyColumns: new[] { "code", "list" },
                keyValues: new object[] { "arbetsmiljo", "idea-themes" });

            migrationBuilder.DeleteData(
                table: "code_list_items",
                keyColumns: new[] { "code", "list" },
                keyValues: new object[] { "arbetssatt", "idea-themes" });

            migrationBuilder.DeleteData(
                table: "code_list_items",
                keyColumns: new[] { "code", "list" },
                keyValues: new object[] { "bemotande", "idea-themes" });

            migrationBuilder.DeleteData(
                table: "code_list_items",
                keyColumns: new[] { "code", "list" },
                keyValues: new object[] { "dokumentation", "idea-themes" });

            migrationBuilder.DeleteData(
                table: "code_list_items",
                keyColumns: new[] { "code", "list" },
                keyValues: new object[] { "halsa-sakerhet", "idea-themes" });

            migrationBuilder.DeleteData(
                table: "code_list_items",
                keyColumns: new[] { "code", "list" },
                keyValues: new object[] { "miljo-klimat", "idea-themes" });

            migrationBuilder.DeleteData(
                table: "code_list_items",
                keyColumns: new[] { "code", "list" },
                keyValues: new object[] { "samverkan", "idea-themes" });

            migrationBuilder.DeleteData(
                table: "code_list_items",
                keyColumns: new[] { "code", "list" },
                keyValues: new object[] { "teknik", "idea-themes" });

            migrationBuilder.DeleteData(
                table: "code_list_items",
                keyColumns: new[] { "code", "list" },
                keyValues: new object[] { "dubbelarbete", "wastes" });

            migrationBuilder.DeleteData(
                table: "code_list_items",
                keyColumns: new[] { "code", "list" },
                keyValues: new object[] { "lager", "wastes" });

            migrationBuilder.DeleteData(
                table: "code_list_items",
                keyColumns: new[] { "code", "list" },
                keyValues: new object[] { "omarbete", "wastes" });

            migrationBuilder.DeleteData(
                table: "code_list_items",
                keyColumns: new[] { "code", "list" },
                keyValues: new object[] { "onodigt-arbete", "wastes" });

            migrationBuilder.DeleteData(
                table: "code_list_items",
                keyColumns: new[] { "code", "list" },
                keyValues: new object[] { "outnyttjad-kompetens", "wastes" });

            migrationBuilder.DeleteData(
                table: "code_list_items",
                keyColumns: new[] { "code", "list" },
                keyValues: new object[] { "resor", "wastes" });

            migrationBuilder.DeleteData(
                table: "code_list_items",
                keyColumns: new[] { "code", "list" },
                keyValues: new object[] { "rorelse", "wastes" });

            migrationBuilder.DeleteData(
                table: "code_list_items",
                keyColumns: new[] { "code", "list" },
                keyValues: new object[] { "vantan", "wastes" });

            migrationBuilder.DropSequence(
                name: "idea_reference");
        }
    }
}
