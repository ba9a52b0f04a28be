using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Huset.Deviations.Migrations
{
    /// <inheritdoc />
    public partial class Thread : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AlterColumn<DateTimeOffset>(
                name: "seen_at",
                table: "people",
                type: "timestamp with time zone",
                nullable: true,
                oldClrType: typeof(DateTimeOffset),
                oldType: "timestamp with time zone");

            migrationBuilder.AddColumn<Guid>(
                name: "directory_id",
                table: "people",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "directory_version",
                table: "people",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<bool>(
                name: "has_left",
                table: "people",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<Guid>(
                name: "routine_id",
                table: "deviations",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "version",
                table: "code_list_items",
                type: "integer",
                nullable: false,
                defaultValue: 1);

            migrationBuilder.AddColumn<int>(
                name: "asked_answered_by_version",
                table: "causes",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "asked_at",
                table: "causes",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "asked_by_id",
                table: "causes",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "asked_by_name",
                table: "causes",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "asked_competence",
                table: "causes",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "asked_kind",
                table: "causes",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "asked_process_id",
                table: "causes",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "asked_routine_id",
                table: "causes",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "asked_status",
                table: "causes",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "asked_subject_version",
                table: "causes",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "asked_task_id",
                table: "causes",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "owner_has_left",
                table: "actions",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.CreateTable(
                name: "known_activities",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    process_id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    ended = table.Column<bool>(type: "boolean", nullable: false),
                    replaced_by = table.Column<Guid>(type: "uuid", nullable: true),
                    subject_version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_known_activities", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "known_processes",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    in_force = table.Column<bool>(type: "boolean", nullable: false),
                    subject_version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_known_processes", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "known_routines",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    unit_code = table.Column<string>(type: "text", nullable: true),
                    in_force = table.Column<bool>(type: "boolean", nullable: false),
                    subject_version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_known_routines", x => x.id);
                });

            migrationBuilder.UpdateData(
                table: "code_list_items",
                keyColumns: new[] { "code", "list" },
                keyValues: new object[] { "barriers", "cause-areas" },
                column: "version",
                value: 1);

            migrationBuilder.UpdateData(
                table: "code_list_items",
                keyColumns: new[] { "code", "list" },
                keyValues: new object[] { "communication", "cause-areas" },
                column: "version",
                value: 1);

            migrationBuilder.UpdateData(
                table: "code_list_items",
                keyColumns: new[] { "code", "list" },
                keyValues: new object[] { "competence", "cause-areas" },
                column: "version",
                value: 1);

            migrationBuilder.UpdateData(
                table: "code_list_items",
                keyColumns: new[] { "code", "list" },
                keyValues: new object[] { "environment-organisation", "cause-areas" },
                column: "version",
                value: 1);

            migrationBuilder.UpdateData(
                table: "code_list_items",
                keyColumns: new[] { "code", "list" },
                keyValues: new object[] { "equipment", "cause-areas" },
                column: "version",
                value: 1);

            migrationBuilder.UpdateData(
                table: "code_list_items",
                keyColumns: new[] { "code", "list" },
                keyValues: new object[] { "routines", "cause-areas" },
                column: "version",
                value: 1);

            migrationBuilder.UpdateData(
                table: "code_list_items",
                keyColumns: new[] { "code", "list" },
                keyValues: new object[] { "staffing", "cause-areas" },
                column: "version",
                value: 1);

            migrationBuilder.CreateIndex(
                name: "ix_people_directory_id",
                table: "people",
                column: "directory_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_deviations_activity_id_id",
                table: "deviations",
                columns: new[] { "activity_id", "id" },
                descending: new[] { false, true },
                filter: "activity_id is not null");

            migrationBuilder.CreateIndex(
                name: "ix_deviations_routine_id_id",
                table: "deviations",
                columns: new[] { "routine_id", "id" },
                descending: new[] { false, true },
                filter: "routine_id is not null");

            migrationBuilder.CreateIndex(
                name: "ix_causes_asked_task_id",
                table: "causes",
                column: "asked_task_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_known_activities_replaced_by",
                table: "known_activities",
                column: "replaced_by",
                filter: "replaced_by is not null");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "known_activities");

            migrationBuilder.DropTable(
                name: "known_processes");

            migrationBuilder.DropTable(
                name: "known_routines");

            migrationBuilder.DropIndex(
                name: "ix_people_directory_id",
                table: "people");

            migrationBuilder.DropIndex(
                name: "ix_deviations_activity_id_id",
                table: "deviations");

            migrationBuilder.DropIndex(
                name: "ix_deviations_routine_id_id",
                table: "deviations");

            migrationBuilder.DropIndex(
                name: "ix_causes_asked_task_id",
                table: "causes");

            migrationBuilder.DropColumn(
                name: "directory_id",
                table: "people");

            migrationBuilder.DropColumn(
                name: "directory_version",
                table: "people");

            migrationBuilder.DropColumn(
                name: "has_left",
                table: "people");

            migrationBuilder.DropColumn(
                name: "routine_id",
                table: "deviations");

            migrationBuilder.DropColumn(
                name: "version",
                table: "code_list_items");

            migrationBuilder.DropColumn(
                name: "asked_answered_by_version",
                table: "causes");

            migrationBuilder.DropColumn(
                name: "asked_at",
                table: "causes");

            migrationBuilder.DropColumn(
                name: "asked_by_id",
                table: "causes");

            migrationBuilder.DropColumn(
                name: "asked_by_name",
                table: "causes");

            migrationBuilder.DropColumn(
                name: "asked_competence",
                table: "causes");

            migrationBuilder.DropColumn(
                name: "asked_kind",
                table: "causes");

            migrationBuilder.DropColumn(
                name: "asked_process_id",
                table: "causes");

            migrationBuilder.DropColumn(
                name: "asked_routine_id",
                table: "causes");

            migrationBuilder.DropColumn(
                name: "asked_status",
                table: "causes");

            migrationBuilder.DropColumn(
                name: "asked_subject_version",
                table: "causes");

            migrationBuilder.DropColumn(
                name: "asked_task_id",
                table: "causes");

            migrationBuilder.DropColumn(
                name: "owner_has_left",
                table: "actions");

            migrationBuilder.AlterColumn<DateTimeOffset>(
                name: "seen_at",
                table: "people",
                type: "timestamp with time zone",
                nullable: false,
                defaultValue: new DateTimeOffset(new DateTime(1, 1, 1, 0, 0, 0, 0, DateTimeKind.Unspecified), new TimeSpan(0, 0, 0, 0, 0)),
                oldClrType: typeof(DateTimeOffset),
                oldType: "timestamp with time zone",
                oldNullable: true);
        }
    }
}
